import { logLevels, type LogLevel, type Paged, type PageRequest, type QueryFilter } from '@windhover/model';
import type { LogEntry, TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demand, visibleNamespaces } from '../access/permissions.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Clock, Deps } from '../deps.ts';
import { executionAudit } from '../executions/execution-audit.ts';
import { getExecution } from '../executions/get-execution.ts';
import { toStoreFilters } from '../executions/search-executions.ts';
import type { TriggerName } from '../triggers/trigger-name.ts';

export interface LogFilter {
  readonly minLevel?: LogLevel | undefined;
  /** Lines of lower levels alone. */
  readonly belowLevel?: LogLevel | undefined;
  readonly taskId?: string | undefined;
  readonly taskRunId?: string | undefined;
  /** Counts from 1. */
  readonly attempt?: number | undefined;
  /** Part of the message, whatever its case. */
  readonly text?: string | undefined;
  /** What else must hold of a line. */
  readonly only?: ((entry: LogEntry) => boolean) | undefined;
}

/** Lines of one execution, oldest first. */
export async function listLogs(
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  filter: LogFilter = {},
): Promise<readonly LogEntry[]> {
  await getExecution(scope, actor, executionId, 'EXECUTION:ACCESS_LOGS');
  const lines = await scope.logs.ofExecution(executionId, toOptions(filter));
  return lines.filter((line) => matchesFilter(line, filter));
}

/** Lines of all executions and triggers that the caller may see; newest first, or as the page asks. */
export function searchLogs(
  deps: { readonly clock: Clock },
  scope: TenantScope,
  actor: Actor,
  filters: readonly QueryFilter[],
  page: PageRequest,
): Promise<Paged<LogEntry>> {
  const wanted = toStoreFilters(filters, deps.clock.now()).filter((filter) => filter.field !== 'kind');
  return scope.logs.search(wanted, page, visibleNamespaces(actor, 'EXECUTION:ACCESS_LOGS'));
}

/** Removes lines of one execution: all, or those that the filter keeps. */
export async function deleteLogs(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  filter: Omit<LogFilter, 'text' | 'belowLevel' | 'only'> = {},
): Promise<void> {
  const execution = await getExecution(scope, actor, executionId, 'EXECUTION:DELETE');
  await deps.store.write([
    scope.logs.deleteOfExecution(executionId, toOptions(filter)),
    executionAudit(deps, scope, actor, execution, 'deleteLogs'),
  ]);
}

/** Removes what a trigger wrote outside of executions, also one that is gone. */
export async function deleteTriggerLogs(
  deps: Pick<Deps, 'store' | 'clock' | 'ids'>,
  scope: TenantScope,
  actor: Actor,
  trigger: TriggerName,
): Promise<void> {
  demand(actor, 'EXECUTION:DELETE', trigger.namespace);
  const detail = { ...trigger, action: 'deleteLogs' };
  await deps.store.write([
    scope.logs.deleteOfTrigger(trigger),
    scope.audit.append(auditEntry(deps, actor, { type: 'UPDATE', resource: 'TRIGGER', detail })),
  ]);
}

export function matchesFilter(entry: LogEntry, filter: LogFilter): boolean {
  const { minLevel, belowLevel, taskId, taskRunId, attempt, text, only } = filter;
  const level = logLevels.indexOf(entry.level);
  return (
    (minLevel === undefined || level >= logLevels.indexOf(minLevel)) &&
    (belowLevel === undefined || level < logLevels.indexOf(belowLevel)) &&
    (taskId === undefined || entry.taskId === taskId) &&
    (taskRunId === undefined || entry.taskRunId === taskRunId) &&
    (attempt === undefined || entry.attemptNumber === attempt) &&
    (text === undefined || entry.message.toLowerCase().includes(text.toLowerCase())) &&
    (only === undefined || only(entry))
  );
}

/** What the store tells apart. */
export function toOptions({ minLevel, taskId, taskRunId, attempt }: LogFilter) {
  return {
    ...(minLevel === undefined ? {} : { minLevel }),
    ...(taskId === undefined ? {} : { taskId }),
    ...(taskRunId === undefined ? {} : { taskRunId }),
    ...(attempt === undefined ? {} : { attempt }),
  };
}
