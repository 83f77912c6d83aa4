/** The data of a chart: columns, conditions, order. */
import { RE2JS } from 're2js';
import { checkShape } from '../flow/check-shape.ts';
import { isData, isPresent, report } from '../flow/reading.ts';
import type { Reading } from '../flow/reading.ts';
import type { FilterOperation } from '../filter.ts';
import { nearestName } from '../nearest-name.ts';
import type { Path } from '../problem.ts';
import { textOf } from '../text-of.ts';
import { fieldKind, type ChartFieldKind, type ChartSource } from './chart-fields.ts';
import type { ChartColumn, ChartData, ChartFilter, ChartType } from './dashboard.ts';
import {
  chartSourceOf,
  columnSchema,
  dataSchema,
  dataTypeNames,
  filterSchema,
  kpiDataSchema,
  kpiTypeNames,
  type FilterType,
} from './dashboard-schema.ts';

/** The column of a KPI. */
export const kpiColumn = 'value';

/** Undefined when it is not known what the data is. */
export function readChartData(reading: Reading, type: ChartType, written: unknown, path: Path): ChartData | undefined {
  if (!isData(written)) {
    report(reading, path, {
      code: 'MISSING',
      message: isPresent(written) ? 'must be a map: `type`, `columns`' : 'must not be null',
      remedy: 'Say what is shown: `type` and `columns`.',
    });
    return undefined;
  }
  const isKpi = type === 'KPI';
  const source = readSourceType(reading, written['type'], isKpi, [...path, 'type']);
  const shape = checkShape(reading, isKpi ? kpiDataSchema : dataSchema, written, path);
  if (source === undefined) return undefined;
  const read: At = { reading, source };
  const columns = isKpi
    ? [readColumn(read, written['columns'], kpiColumn, [...path, 'columns'])].flatMap((column) => column ?? [])
    : readColumns(read, written['columns'], [...path, 'columns']);
  if (isKpi && columns[0] !== undefined && columns[0].agg === undefined) {
    report(reading, [...path, 'columns', 'agg'], {
      code: 'MISSING',
      message: 'a KPI is one number',
      remedy: 'Add `agg`, such as `agg: COUNT`.',
    });
  }
  const numerator = isPresent(written['numerator'])
    ? readFilters(read, written['numerator'], [...path, 'numerator'])
    : undefined;
  const order = (shape as { orderBy?: readonly { column: string; order: 'ASC' | 'DESC' }[] } | undefined)?.orderBy;
  for (const [index, { column }] of (order ?? []).entries()) {
    if (columns.some(({ name }) => name === column)) continue;
    const nearest = nearestName(
      column,
      columns.map(({ name }) => name),
    );
    report(reading, [...path, 'orderBy', index, 'column'], {
      code: 'RULE',
      message: `'${column}' is no column of the data`,
      remedy: nearest === undefined ? 'Name a column of `columns`.' : `Write '${nearest}'.`,
    });
  }
  return {
    source,
    columns,
    where: isPresent(written['where']) ? readFilters(read, written['where'], [...path, 'where']) : [],
    orderBy: (order ?? []).map(({ column, order: way }) => ({ column, direction: way === 'DESC' ? 'desc' : 'asc' })),
    ...(numerator !== undefined && { numerator }),
  };
}

interface At {
  readonly reading: Reading;
  readonly source: ChartSource;
}

function readSourceType(reading: Reading, type: unknown, isKpi: boolean, path: Path): ChartSource | undefined {
  const names = isKpi ? kpiTypeNames : dataTypeNames;
  const text = textOf(type);
  const source = chartSourceOf(text);
  if (source !== undefined && (names.includes(text) || isKpi)) return source;
  if (isPresent(type)) {
    const nearest = source === undefined ? nearestName(text, names) : text.replace(/KPI$/, '');
    report(reading, path, {
      code: 'UNKNOWN_TYPE',
      message: `Invalid type: ${text}${nearest === undefined ? '' : `, did you mean ${nearest}?`}`,
      remedy: nearest === undefined ? `Write one of ${names.join(', ')}.` : `Write '${nearest}'.`,
    });
  }
  return undefined;
}

function readColumns(at: At, written: unknown, path: Path): readonly ChartColumn[] {
  if (!isData(written) || Object.keys(written).length === 0) {
    report(at.reading, path, {
      code: 'MISSING',
      message: 'must be a map of columns by name',
      remedy: 'Add a column, such as `total: { agg: COUNT }`.',
    });
    return [];
  }
  return Object.entries(written).flatMap(([name, column]) => readColumn(at, column, name, [...path, name]) ?? []);
}

function readColumn({ reading, source }: At, written: unknown, name: string, path: Path): ChartColumn | undefined {
  const column = checkShape(reading, columnSchema(source), written, path);
  if (column === undefined) return undefined;
  const { field, agg, labelKey = column.key, displayName } = column;
  const kind = field === undefined ? undefined : fieldKind(source, field);
  if (field === undefined && agg !== 'COUNT') {
    report(reading, [...path, 'field'], {
      code: 'MISSING',
      message: 'must name a field',
      remedy: 'Add `field`, or write `agg: COUNT` to count rows.',
    });
  }
  if (agg !== undefined && agg !== 'COUNT' && kind !== undefined && !canAggregate(kind, agg)) {
    report(reading, [...path, 'agg'], {
      code: 'RULE',
      message: `${agg} needs a number, and ${field} is none`,
      remedy: 'Write `agg: COUNT`, or name a field that holds numbers.',
    });
  }
  if (labelKey !== undefined && kind !== 'labels') {
    report(reading, [...path, 'labelKey'], {
      code: 'RULE',
      message: 'is of the field LABELS alone',
      remedy: 'Write `field: LABELS`, or remove `labelKey`.',
    });
  }
  return {
    name,
    title: displayName ?? name,
    ...(field !== undefined && { field }),
    ...(labelKey !== undefined && { labelKey }),
    ...(agg !== undefined && { agg }),
  };
}

function canAggregate(kind: ChartFieldKind, agg: string): boolean {
  return kind === 'number' || (kind === 'instant' && (agg === 'MIN' || agg === 'MAX'));
}

function readFilters(at: At, written: unknown, path: Path): readonly ChartFilter[] {
  if (!Array.isArray(written)) return [];
  return (written as readonly unknown[]).flatMap((item, index) => readFilter(at, item, [...path, index]) ?? []);
}

function readFilter(at: At, written: unknown, path: Path): ChartFilter | undefined {
  const { reading, source } = at;
  const filter = checkShape(reading, filterSchema(source), written, path);
  if (filter === undefined) return undefined;
  const { type, field, labelKey = filter.key, value, values } = filter;
  if (type === 'OR') {
    if (values === undefined || values.length === 0) missing(reading, [...path, 'values'], 'Add filters.');
    return { kind: 'or', any: readFilters(at, values, [...path, 'values']) };
  }
  if (field === undefined) {
    missing(reading, [...path, 'field'], 'Name the field that is compared.');
    return undefined;
  }
  const kind = fieldKind(source, field)!;
  if (kind === 'labels' && labelKey === undefined) {
    missing(reading, [...path, 'labelKey'], 'Name the label that is compared.');
    return undefined;
  }
  const label = labelKey === undefined ? {} : { labelKey };
  if (type === 'IS_NULL' || type === 'IS_NOT_NULL') {
    return { kind: 'field', field, ...label, operation: type, value: '' };
  }
  if (!fits(type, kind)) {
    report(reading, [...path, 'type'], {
      code: 'RULE',
      message: `${field} cannot be compared with ${type}`,
      remedy: `Write one of ${[...operationsOf[kind]].join(', ')}.`,
    });
    return undefined;
  }
  const takesMany = type === 'IN' || type === 'NOT_IN';
  const wanted = takesMany ? (values ?? (value === undefined ? undefined : [value])) : value;
  if (wanted === undefined || (Array.isArray(wanted) && wanted.length === 0)) {
    const name = takesMany ? 'values' : 'value';
    missing(reading, [...path, name], `Add \`${name}\`.`);
    return undefined;
  }
  const texts = (Array.isArray(wanted) ? (wanted as readonly unknown[]) : [wanted]).map(textOf);
  for (const [index, text] of texts.entries()) {
    const wrong = wrongValue(kind, type, text);
    const place = Array.isArray(wanted) && values !== undefined ? ['values', index] : ['value'];
    if (wrong !== undefined) report(reading, [...path, ...place], { code: 'INVALID_VALUE', ...wrong });
  }
  const read: ChartFilter = {
    kind: 'field',
    field,
    ...label,
    operation: operations[type],
    value: takesMany ? texts : texts[0]!,
  };
  return type === 'NOT_CONTAINS' ? { kind: 'not', filter: read } : read;
}

function missing(reading: Reading, path: Path, remedy: string): void {
  report(reading, path, { code: 'MISSING', message: 'must not be null', remedy });
}

const comparisons = ['GREATER_THAN', 'GREATER_THAN_OR_EQUAL_TO', 'LESS_THAN', 'LESS_THAN_OR_EQUAL_TO'] as const;
const texts = [
  'EQUAL_TO',
  'NOT_EQUAL_TO',
  'IN',
  'NOT_IN',
  'CONTAINS',
  'NOT_CONTAINS',
  'PREFIX',
  'STARTS_WITH',
  'ENDS_WITH',
  'REGEX',
] as const;

const operationsOf: Readonly<Record<ChartFieldKind, ReadonlySet<FilterType>>> = {
  text: new Set(texts),
  labels: new Set(texts),
  taskRun: new Set(['EQUAL_TO', 'IN'] as const),
  number: new Set(['EQUAL_TO', 'NOT_EQUAL_TO', 'IN', 'NOT_IN', ...comparisons] as const),
  instant: new Set(['EQUAL_TO', 'NOT_EQUAL_TO', ...comparisons] as const),
};

const operations: Readonly<Record<Exclude<FilterType, 'OR' | 'IS_NULL' | 'IS_NOT_NULL'>, FilterOperation>> = {
  EQUAL_TO: 'EQUALS',
  NOT_EQUAL_TO: 'NOT_EQUALS',
  IN: 'IN',
  NOT_IN: 'NOT_IN',
  CONTAINS: 'CONTAINS',
  NOT_CONTAINS: 'CONTAINS',
  PREFIX: 'PREFIX',
  STARTS_WITH: 'STARTS_WITH',
  ENDS_WITH: 'ENDS_WITH',
  REGEX: 'REGEX',
  GREATER_THAN: 'GREATER_THAN',
  GREATER_THAN_OR_EQUAL_TO: 'GREATER_THAN_OR_EQUAL_TO',
  LESS_THAN: 'LESS_THAN',
  LESS_THAN_OR_EQUAL_TO: 'LESS_THAN_OR_EQUAL_TO',
};

function fits(type: FilterType, kind: ChartFieldKind): boolean {
  return operationsOf[kind].has(type);
}

function wrongValue(
  kind: ChartFieldKind,
  type: FilterType,
  text: string,
): { readonly message: string; readonly remedy: string } | undefined {
  if (kind === 'number' && (text.trim() === '' || !Number.isFinite(Number(text))))
    return { message: `'${text}' is not a number`, remedy: 'Write a number.' };
  if (kind === 'instant' && Number.isNaN(Date.parse(text)))
    return { message: `'${text}' is not a date`, remedy: 'Write one such as 2025-01-31T00:00:00Z.' };
  if (type === 'REGEX' && !isPattern(text))
    return { message: `'${text}' is not a regular expression`, remedy: 'Leave out look-around and back-references.' };
  return undefined;
}

function isPattern(text: string): boolean {
  try {
    RE2JS.compile(text);
    return true;
  } catch {
    return false;
  }
}
