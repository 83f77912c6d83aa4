import {
  IllegalArgument,
  logLevels,
  type LogLevel,
  type Paged,
  type PageRequest,
  type QueryFilter,
  type TenantKey,
  type VisibleNamespaces,
} from '@windhover/model';
import type { LogEntry, StoredLogLine } from '@windhover/ports';
import type { Reader } from '../reader.ts';
import {
  anyContains,
  oneText,
  textFilter,
  timeFilter,
  toConditions,
  unsupported,
  visibleIn,
  type FilterFields,
} from '../search/filters.ts';
import { readPage } from '../search/page.ts';
import { and, sql, type Sql } from '../search/sql-text.ts';
import { toLogEntry } from './log-entry.ts';
import { rankOf, rankSql } from './log-rank.ts';

const namespace = sql`coalesce(e.namespace, k.namespace)`;
const message = sql`line.value ->> 'message'`;

const filterFields = (key: TenantKey): FilterFields => ({
  q: anyContains([message]),
  query: anyContains([message]),
  level: levelFilter,
  namespace: textFilter(namespace),
  flowId: textFilter(sql`coalesce(e.flow_id, k.flow_id)`),
  executionId: executionFilter(key),
  taskId: textFilter(sql`line.value ->> 'taskId'`),
  startDate: timeFilter(sql`line.value ->> 'at'`),
  endDate: timeFilter(sql`line.value ->> 'at'`),
});

/** Lines of all executions, newest chunk first, within a chunk from its last line; the index by time gives that order. */
export function searchLogs(
  reader: Reader,
  key: TenantKey,
  filters: readonly QueryFilter[],
  page: PageRequest,
  visible: VisibleNamespaces,
): Promise<Paged<LogEntry>> {
  return readPage(
    reader,
    {
      columns: sql`c.ord, c.attempt, line.value as line, coalesce(e.execution_id, k.execution_id) as execution_id,
        ${namespace} as namespace, coalesce(e.flow_id, k.flow_id) as flow_id`,
      from: sql`log_chunks c left join executions e on e.run = c.run left join kept_logs k on k.run = c.run
        cross join json_each(c.body) line`,
      where: [sql`c.tenant_id = ${key}`, visibleIn(namespace, visible), ...toConditions(filters, filterFields(key))],
      orderBy: sql`c.at desc, c.rowid desc, line.key desc`,
    },
    page,
    (row) => toLogEntry(row, row, JSON.parse(row['line'] as string) as StoredLogLine),
  );
}

/** One execution's chunks have an index of their own. */
function executionFilter(key: TenantKey): (filter: QueryFilter) => Sql {
  const compare = textFilter(sql`coalesce(e.execution_id, k.execution_id)`);
  return (filter) => {
    if (filter.operation !== 'EQUALS') return compare(filter);
    const executionId = oneText(filter);
    return sql`c.run in (select run from executions where tenant_id = ${key} and execution_id = ${executionId}
      union all select run from kept_logs where tenant_id = ${key} and execution_id = ${executionId})`;
  };
}

/** EQUALS and GREATER_THAN_OR_EQUAL_TO both mean "at least": that is how levels are chosen. */
function levelFilter(filter: QueryFilter): Sql {
  if (filter.operation !== 'EQUALS' && filter.operation !== 'GREATER_THAN_OR_EQUAL_TO') throw unsupported(filter);
  const level = oneText(filter);
  if (!(logLevels as readonly string[]).includes(level)) {
    throw new IllegalArgument({ reason: `log level '${level}' is not one of ${logLevels.join(', ')}` });
  }
  const minimum = rankOf(level as LogLevel);
  return and([sql`c.level >= ${minimum}`, sql`${sql.raw(rankSql)} >= ${minimum}`]);
}
