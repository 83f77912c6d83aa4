import { routes, type Search } from '@windhover/contract';
import { IllegalArgument, logLevels, type FilterOperation, type LogLevel, type QueryFilter } from '@windhover/model';
import {
  deleteLogs,
  deleteTriggerLogs,
  followLogs,
  getExecution,
  listLogs,
  logTextLine,
  searchLogs,
  type LogFilter,
} from '@windhover/services';
import type { LogEntry } from '@windhover/services';
import { route } from '../handler.ts';
import { liveReply } from './live-replies.ts';
import { matchesText, pageJson } from './page-of.ts';

const { logs } = routes;

/** Attempts count from 0 on the wire. */
function entryJson({ at, attemptNumber, ...entry }: LogEntry) {
  return {
    ...entry,
    ...(attemptNumber === undefined ? {} : { attemptNumber: attemptNumber - 1 }),
    timestamp: new Date(at).toISOString(),
  };
}

type LogQuery = Search & {
  readonly minLevel?: LogLevel | undefined;
  readonly taskId?: string | undefined;
  readonly taskRunId?: string | undefined;
  readonly attempt?: number | undefined;
};

/** Throws `IllegalArgument` for an operation or value that a field does not take: ignored, it would be no filter. */
function filterOf({ filters, minLevel, taskId, taskRunId, attempt }: LogQuery): LogFilter {
  const [others, plain] = parted(filters);
  const asked = Object.fromEntries(plain.map((filter) => [filter.field, valueOf(filter)]));
  const { attemptNumber } = asked;
  return {
    minLevel: minLevel ?? levelIn(filters, ['EQUALS', 'GREATER_THAN_OR_EQUAL_TO']),
    belowLevel: levelIn(filters, ['NOT_EQUALS']),
    taskId: taskId ?? asked['taskId'],
    taskRunId: taskRunId ?? asked['taskRunId'],
    attempt: attemptOf(attempt ?? attemptNumber),
    text: asked['q'],
    ...(others.length > 0 && {
      only: (entry) => others.every((filter) => matchesText(textsOf[filter.field]!(entry), filter)),
    }),
  };
}

/** What can be asked in other ways than by one value. */
const textsOf: Readonly<Record<string, (entry: LogEntry) => string>> = {
  taskId: ({ taskId = '' }) => taskId,
  taskRunId: ({ taskRunId = '' }) => taskRunId,
  attemptNumber: ({ attemptNumber }) => (attemptNumber === undefined ? '' : String(attemptNumber - 1)),
};

/** Filters that are asked line by line, and those that the store knows. */
function parted(filters: readonly QueryFilter[]): [readonly QueryFilter[], readonly QueryFilter[]] {
  const isOther = ({ field, operation }: QueryFilter): boolean => field in textsOf && operation !== 'EQUALS';
  return [filters.filter(isOther), filters.filter((filter) => !isOther(filter))];
}

const operations: Readonly<Record<string, readonly FilterOperation[]>> = {
  level: ['EQUALS', 'NOT_EQUALS', 'GREATER_THAN_OR_EQUAL_TO'],
  q: ['EQUALS', 'CONTAINS'],
};

function valueOf({ field, operation, value }: QueryFilter): string {
  if ((operations[field] ?? ['EQUALS']).includes(operation) && typeof value === 'string') return value;
  throw new IllegalArgument({ reason: `filter '${field}' does not support ${operation} of such a value` });
}

/** A level stands for itself and all above it: what is not equal to it lies below. */
function levelIn(filters: readonly QueryFilter[], operations: readonly FilterOperation[]): LogLevel | undefined {
  const asked = filters.findLast(({ field, operation }) => field === 'level' && operations.includes(operation));
  if (asked === undefined) return undefined;
  const text = valueOf(asked);
  const level = logLevels.find((name) => name === text);
  if (level === undefined)
    throw new IllegalArgument({ reason: `log level '${text}' is not one of ${logLevels.join(', ')}` });
  return level;
}

/** Attempts count from 0 on the wire. */
function attemptOf(attempt: string | number | undefined): number | undefined {
  if (attempt === undefined) return undefined;
  if (!/^\d+$/.test(String(attempt)))
    throw new IllegalArgument({ reason: `filter 'attemptNumber': '${attempt}' is not a number` });
  return Number(attempt) + 1;
}

export const logHandlers = [
  route(logs.search, async ({ deps, scope, caller, query }) => {
    const found = await searchLogs(deps, scope, caller, query.filters, query.page);
    return { ...pageJson(found, entryJson), type: 'OFFSET' as const };
  }),
  route(logs.list, async ({ scope, caller, params, query }) => {
    const entries = await listLogs(scope, caller, params.executionId, filterOf(query));
    return entries.map(entryJson);
  }),
  route(logs.download, async ({ scope, caller, params, query }) => {
    const entries = await listLogs(scope, caller, params.executionId, filterOf(query));
    return entries.map(({ taskId = '-', ...line }) => logTextLine({ ...line, of: taskId })).join('');
  }),
  route(logs.follow, async ({ deps, scope, caller, params, query }) => {
    const execution = await getExecution(scope, caller, params.executionId, 'EXECUTION:ACCESS_LOGS');
    return liveReply(async function* (signal) {
      for await (const entry of followLogs(deps, scope, execution, signal, filterOf(query))) {
        yield { id: 'progress', data: entryJson(entry) };
      }
      if (!signal.aborted) yield { id: 'end', data: {} };
    });
  }),
  route(logs.delete, async ({ deps, scope, caller, params, query }) =>
    deleteLogs(deps, scope, caller, params.executionId, { ...query, attempt: attemptOf(query.attempt) }),
  ),
  route(logs.deleteOfTrigger, ({ deps, scope, caller, params, query }) =>
    deleteTriggerLogs(deps, scope, caller, { ...params, ...query }),
  ),
];
