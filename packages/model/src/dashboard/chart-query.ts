/** From the data of a chart and what its reader asks to what a store is asked. */
import { parseDuration } from '@windhover/expressions';
import { IllegalArgument } from '../errors.ts';
import type { QueryFilter } from '../filter.ts';
import { fieldKind, type ChartSource } from './chart-fields.ts';
import { chartSpan } from './chart-span.ts';
import type { ChartData, ChartFilter, ChartQuery, TimeWindow } from './dashboard.ts';

/** What the reader of a dashboard asks of all its charts; wins over what a chart says of namespace and labels. */
export interface ChartOverrides {
  /** ISO 8601; its offset is where days begin. */
  readonly startDate?: string | undefined;
  readonly endDate?: string | undefined;
  /** With its children. */
  readonly namespace?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** `startDate`, `endDate` and `timeRange` say the period; of the others those hold whose field the data has. */
  readonly filters?: readonly QueryFilter[] | undefined;
}

/** Fields of filters, as lists of the API have them, by the fields of the data. */
const fieldsOfFilters: Readonly<Record<string, string>> = {
  attemptNumber: 'ATTEMPT_NUMBER',
  executionId: 'EXECUTION_ID',
  flowId: 'FLOW_ID',
  flowRevision: 'FLOW_REVISION',
  id: 'ID',
  labels: 'LABELS',
  level: 'LEVEL',
  name: 'NAME',
  namespace: 'NAMESPACE',
  nextExecutionDate: 'NEXT_EXECUTION_DATE',
  state: 'STATE',
  taskId: 'TASK_ID',
  taskRunId: 'TASK_RUN_ID',
  triggerExecutionId: 'TRIGGER_EXECUTION_ID',
  triggerId: 'TRIGGER_ID',
  type: 'TYPE',
  workerId: 'WORKER_ID',
};

/** Throws `IllegalArgument` for a period that the window does not allow, and for a filter that no chart knows. */
export function toChartQuery(
  data: ChartData,
  overrides: ChartOverrides,
  { window, now }: { readonly window: TimeWindow; readonly now: number },
): ChartQuery {
  const { source, columns, orderBy, numerator } = data;
  const asked = askedFilters(source, overrides);
  const replaced = new Set(asked.flatMap((filter) => (filter.kind === 'field' ? [filter.field] : [])));
  const where = data.where.filter(
    (filter) => filter.kind !== 'field' || !replacing.has(filter.field) || !replaced.has(filter.field),
  );
  return {
    source,
    columns,
    orderBy,
    where: [...where, ...asked],
    ...(numerator !== undefined && { numerator }),
    ...periodOf(overrides, window, now),
  };
}

const replacing: ReadonlySet<string> = new Set(['NAMESPACE', 'LABELS']);

function periodOf(
  { startDate, endDate, filters = [] }: ChartOverrides,
  { defaultMs, maxMs }: TimeWindow,
  now: number,
): Pick<ChartQuery, 'fromAt' | 'untilAt' | 'span'> {
  const named = (field: string): string | undefined => {
    const value = filters.find((filter) => filter.field === field)?.value;
    return typeof value === 'string' ? value : undefined;
  };
  const start = startDate ?? named('startDate');
  const end = endDate ?? named('endDate');
  const range = named('timeRange');
  const untilAt = end === undefined ? now : instantOf('endDate', end);
  const fromAt =
    start === undefined ? untilAt - (range === undefined ? defaultMs : lengthOf(range)) : instantOf('startDate', start);
  if (fromAt >= untilAt) throw new IllegalArgument({ reason: 'the period ends before it begins: startDate, endDate' });
  if (untilAt - fromAt > maxMs) {
    const days = Math.floor(maxMs / 86_400_000);
    const most = days >= 1 ? `${days} days` : `${Math.floor(maxMs / 1000)} seconds`;
    throw new IllegalArgument({ reason: `the period is longer than timeWindow.max allows: at most ${most}` });
  }
  return { fromAt, untilAt, span: chartSpan(fromAt, untilAt, offsetOf(start ?? end ?? '')) };
}

/** The offset that an ISO date names, in milliseconds; 0 for one that names none. */
function offsetOf(date: string): number {
  const [, sign, hours, minutes] = /([+-])(\d\d):?(\d\d)$/.exec(date) ?? [];
  if (sign === undefined || !date.includes('T')) return 0;
  const size = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? -size : size;
}

function instantOf(field: string, text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at))
    throw new IllegalArgument({ reason: `${field}: '${text}' is not a date such as 2025-01-31T00:00:00Z` });
  return at;
}

function lengthOf(text: string): number {
  try {
    return parseDuration(text);
  } catch (cause) {
    throw new IllegalArgument({ reason: `timeRange: ${(cause as Error).message}` }, { cause });
  }
}

function askedFilters(source: ChartSource, overrides: ChartOverrides): readonly ChartFilter[] {
  const { namespace, labels = {}, filters = [] } = overrides;
  const all: readonly QueryFilter[] = [
    ...(namespace ? [{ field: 'namespace', operation: 'PREFIX' as const, value: namespace }] : []),
    ...(Object.keys(labels).length > 0 ? [{ field: 'labels', operation: 'EQUALS' as const, value: labels }] : []),
    ...filters.filter(({ field }) => !periodFields.has(field)),
  ];
  return all.flatMap((filter) => toChartFilters(source, filter));
}

const periodFields: ReadonlySet<string> = new Set(['startDate', 'endDate', 'timeRange']);

function toChartFilters(source: ChartSource, { field, operation, value }: QueryFilter): readonly ChartFilter[] {
  const name = Object.hasOwn(fieldsOfFilters, field) ? fieldsOfFilters[field] : undefined;
  if (name === undefined) {
    const known = [...periodFields, ...Object.keys(fieldsOfFilters)].toSorted();
    throw new IllegalArgument({ reason: `unknown filter field '${field}'; known are ${known.join(', ')}` });
  }
  // Flows know themselves by ID
  const own = source === 'Flows' && name === 'FLOW_ID' ? 'ID' : name;
  const kind = fieldKind(source, own);
  if (kind === undefined) return [];
  if (kind === 'labels') return labelFilters(own, operation, value);
  if (typeof value === 'string' || Array.isArray(value))
    return [{ kind: 'field', field: own, operation, value: value as string | readonly string[] }];
  throw new IllegalArgument({ reason: `filter '${field}' takes text or a list of texts` });
}

function labelFilters(
  field: string,
  operation: QueryFilter['operation'],
  value: QueryFilter['value'],
): readonly ChartFilter[] {
  const pairs =
    typeof value === 'string' || Array.isArray(value)
      ? [value].flat().map((text: string): [string, string] => {
          const colon = text.indexOf(':');
          return [text.slice(0, Math.max(colon, 0)), text.slice(colon + 1)];
        })
      : Object.entries(value as { readonly [key: string]: string });
  return pairs.map(([labelKey, wanted]) => ({ kind: 'field', field, labelKey, operation, value: wanted }));
}
