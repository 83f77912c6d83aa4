import { routes, type Search } from '@windhover/contract';
import { logLevels, type LogLevel } from '@windhover/model';
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

function filterOf({ filters, minLevel, taskId, taskRunId, attempt }: LogQuery): LogFilter {
  const valueOf = (field: string): string | undefined => {
    const value = filters.find((filter) => filter.field === field)?.value;
    return typeof value === 'string' ? value : undefined;
  };
  const level = valueOf('level');
  const attemptNumber =
    attempt ?? (valueOf('attemptNumber') === undefined ? undefined : Number(valueOf('attemptNumber')));
  return {
    minLevel: minLevel ?? logLevels.find((name) => name === level),
    taskId: taskId ?? valueOf('taskId'),
    taskRunId: taskRunId ?? valueOf('taskRunId'),
    attempt: attemptNumber === undefined ? undefined : attemptNumber + 1,
  };
}

export const logHandlers = [
  route(logs.search, async ({ deps, scope, caller, query }) => {
    const { results, total } = await searchLogs(deps, scope, caller, query.filters, query.page);
    return { results: results.map(entryJson), total, type: 'OFFSET' as const };
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
    deleteLogs(deps, scope, caller, params.executionId, query),
  ),
  route(logs.deleteOfTrigger, ({ deps, scope, caller, params, query }) =>
    deleteTriggerLogs(deps, scope, caller, { ...params, ...query }),
  ),
];
