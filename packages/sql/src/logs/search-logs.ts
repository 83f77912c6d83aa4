import {
  IllegalArgument,
  logLevels,
  type LogLevel,
  type Paged,
  type PageRequest,
  type QueryFilter,
  type VisibleNamespaces,
} from '@windhover/model';
import type { LogEntry, StoredLogLine } from '@windhover/ports';
import {
  anyContains,
  instantOf,
  oneText,
  scopeFilter,
  textFilter,
  timeFilter,
  toConditions,
  unsupported,
  visibleIn,
  type FilterFields,
} from '../search/filters.ts';
import { countCap, endOfReach, readPage } from '../search/page.ts';
import { and, sql, type OneTenant, type Sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';
import { toLogEntry } from './log-entry.ts';
import { chunkSpanMs, lineAt } from './line-time.ts';
import { rankOf, rankSql } from './log-rank.ts';

const namespace = sql`coalesce(e.namespace, k.namespace, c.namespace)`;
const flowId = sql`coalesce(e.flow_id, k.flow_id, c.flow_id)`;
const message = sql`line.value ->> 'message'`;

const filterFields = (systemNamespace: string): FilterFields => ({
  q: anyContains([message]),
  query: anyContains([message]),
  level: (filter) => sql`${rankSql} ${isBelow(filter) ? sql`<` : sql`>=`} ${rankIn(filter)}`,
  namespace: textFilter(namespace),
  flowId: textFilter(flowId),
  executionId: textFilter(sql`coalesce(e.execution_id, k.execution_id)`),
  taskId: textFilter(sql`line.value ->> 'taskId'`),
  triggerId: textFilter(sql`c.trigger_id`),
  startDate: timeFilter(lineAt),
  endDate: timeFilter(lineAt),
  scope: scopeFilter(namespace, systemNamespace),
});

/**
 * Lines of all executions and triggers, newest chunk first, within a chunk from its last line, or all of that the other way
 * round; the index by time gives that order. Lines are unpacked from so many chunks that can hold a match.
 */
export async function searchLogs(
  { tenant, reads, dialect, systemNamespace, searchReach }: ScopeDeps,
  filters: readonly QueryFilter[],
  page: PageRequest,
  visible: VisibleNamespaces,
): Promise<Paged<LogEntry>> {
  const ofChunks = [sql`c.tenant_id = ${tenant}`, ...filters.flatMap((filter) => chunkConditions(tenant, filter))];
  const { chunkNumber } = dialect;
  const way = page.sort[0]?.direction === 'asc' ? sql`asc` : sql`desc`;
  const inOrder = sql`from log_chunks c where ${and(ofChunks)} order by c.at ${way}, c.${chunkNumber} ${way}`;
  const chunks = sql`select c.${chunkNumber} as number, c.run, c.ord, c.attempt, c.at, c.body, c.namespace, c.flow_id,
      c.trigger_id ${inOrder} limit ${searchReach}`;
  const found = await readPage(
    reads,
    {
      columns: sql`c.ord, c.attempt, c.trigger_id, line.value as line, ${namespace} as namespace,
        coalesce(e.execution_id, k.execution_id) as execution_id, ${flowId} as flow_id`,
      from: sql`(${chunks}) c left join executions e on e.run = c.run left join kept_logs k on k.run = c.run
        cross join ${dialect.linesOf(sql`c.body`)}`,
      where: [visibleIn(namespace, visible), ...toConditions(filters, filterFields(systemNamespace), dialect)],
      orderBy: sql`c.at ${way}, c.number ${way}, ${dialect.lineNumber} ${way}`,
    },
    page,
    (row) => toLogEntry(row, row, JSON.parse(row['line'] as string) as StoredLogLine),
  );
  if (found.total >= countCap || (filters.length === 0 && visible === 'all')) return found;
  return { ...found, ...(await endOfReach(reads, { at: sql`c.at`, inOrder, reach: searchReach })) };
}

/** What a filter of lines says of whole chunks; a chunk's time is that of its first line, its level the highest in it. */
function chunkConditions(tenant: OneTenant, filter: QueryFilter): Sql[] {
  switch (filter.field) {
    case 'level':
      return isBelow(filter) ? [] : [sql`c.level >= ${rankIn(filter)}`];
    case 'startDate':
    case 'endDate':
      if (filter.operation.startsWith('LESS_THAN')) return [sql`c.at <= ${instantOf(filter)}`];
      return filter.operation.startsWith('GREATER_THAN') ? [sql`c.at >= ${instantOf(filter) - chunkSpanMs}`] : [];
    case 'executionId':
      return filter.operation === 'EQUALS' ? [ofExecution(tenant, oneText(filter))] : [];
    case 'triggerId':
      return filter.operation === 'EQUALS' ? [sql`c.trigger_id = ${oneText(filter)}`] : [];
    default:
      return [];
  }
}

/** One execution's chunks have an index of their own. */
function ofExecution(tenant: OneTenant, executionId: string): Sql {
  return sql`c.run in (select run from executions where tenant_id = ${tenant} and execution_id = ${executionId}
    union all select run from kept_logs where tenant_id = ${tenant} and execution_id = ${executionId})`;
}

/** A level stands for itself and all above it; what is not equal to it lies below. */
function isBelow(filter: QueryFilter): boolean {
  switch (filter.operation) {
    case 'EQUALS':
    case 'GREATER_THAN_OR_EQUAL_TO':
      return false;
    case 'NOT_EQUALS':
      return true;
    default:
      throw unsupported(filter);
  }
}

function rankIn(filter: QueryFilter): number {
  const level = oneText(filter);
  if (!(logLevels as readonly string[]).includes(level)) {
    throw new IllegalArgument({ reason: `log level '${level}' is not one of ${logLevels.join(', ')}` });
  }
  return rankOf(level as LogLevel);
}
