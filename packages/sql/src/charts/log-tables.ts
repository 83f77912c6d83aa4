import type { VisibleNamespaces } from '@windhover/model';
import { chunkSpanMs, lineAt } from '../logs/line-time.ts';
import { textFilter, visibleIn } from '../search/filters.ts';
import { rawSql, sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';
import { numberField, taskRunField, textField, timeField } from './chart-fields.ts';
import type { ChartPeriod, ChartTables } from './chart-tables.ts';

const namespace = sql`coalesce(e.namespace, k.namespace, c.namespace)`;
const executionId = sql`coalesce(e.execution_id, k.execution_id)`;

/** Lines are unpacked from so many of the newest chunks of the period. */
const newestChunks = rawSql('100000');

/** Lines of executions and of triggers. */
export function logTables(
  { tenant, dialect }: ScopeDeps,
  { fromAt, untilAt }: ChartPeriod,
  visible: VisibleNamespaces,
): ChartTables {
  const { chunkNumber } = dialect;
  const chunks = sql`select c.${chunkNumber} as number, c.run, c.ord, c.attempt, c.at, c.body, c.namespace, c.flow_id,
      c.trigger_id from log_chunks c
    where c.tenant_id = ${tenant} and c.at >= ${fromAt - chunkSpanMs} and c.at <= ${untilAt}
    order by c.at desc, c.${chunkNumber} desc limit ${newestChunks}`;
  const ordOfExecution = sql`case when ${executionId} is null then -1 else c.ord end`;
  return {
    from: sql`(${chunks}) c left join executions e on e.run = c.run left join kept_logs k on k.run = c.run
      cross join ${dialect.linesOf(sql`c.body`)}`,
    where: [sql`${lineAt} >= ${fromAt}`, sql`${lineAt} <= ${untilAt}`, visibleIn(namespace, visible)],
    fields: {
      NAMESPACE: textField(namespace),
      FLOW_ID: textField(sql`coalesce(e.flow_id, k.flow_id, c.flow_id)`),
      EXECUTION_ID: textField(executionId),
      TASK_ID: textField(sql`line.value ->> 'taskId'`, textFilter(sql`(line.value ->> 'taskId')`)),
      DATE: timeField(lineAt),
      TASK_RUN_ID: taskRunField(executionId, ordOfExecution),
      ATTEMPT_NUMBER: numberField(sql`case when ${ordOfExecution} >= 0 then c.attempt end`),
      TRIGGER_ID: textField(sql`c.trigger_id`),
      LEVEL: textField(sql`line.value ->> 'level'`, textFilter(sql`(line.value ->> 'level')`)),
      MESSAGE: textField(sql`line.value ->> 'message'`, textFilter(sql`(line.value ->> 'message')`)),
    },
    rowOrder: sql`c.at desc, c.number desc, ${dialect.lineNumber} desc`,
  };
}
