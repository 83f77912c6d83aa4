import type { VisibleNamespaces } from '@windhover/model';
import { visibleIn } from '../search/filters.ts';
import { rawSql, sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';
import { numberField, taskRunField, textField, timeField } from './chart-fields.ts';
import type { ChartPeriod, ChartTables } from './chart-tables.ts';

const namespace = sql`e.namespace`;

/** Metrics are looked for among so many of the newest executions. */
const newestExecutions = rawSql('100000');

/** Values that task runs reported, by when their attempt ended. */
export function metricTables(
  { tenant, dialect }: ScopeDeps,
  { fromAt, untilAt }: ChartPeriod,
  visible: VisibleNamespaces,
): ChartTables {
  const newest = sql`select e.run, e.tenant_id, e.execution_id, e.namespace, e.flow_id from executions e
    where e.tenant_id = ${tenant} and ${visibleIn(namespace, visible)}
    order by e.execution_id desc limit ${newestExecutions}`;
  const text = (name: string) => textField(sql`(line.value ->> ${rawSql(`'${name}'`)})`);
  return {
    from: sql`(${newest}) e join metric_chunks c on c.run = e.run and c.tenant_id = e.tenant_id
      cross join ${dialect.linesOf(sql`c.body`)}`,
    where: [sql`c.at >= ${fromAt}`, sql`c.at <= ${untilAt}`],
    fields: {
      NAMESPACE: textField(namespace),
      FLOW_ID: textField(sql`e.flow_id`),
      TASK_ID: textField(sql`c.task_id`),
      EXECUTION_ID: textField(sql`e.execution_id`),
      TASK_RUN_ID: taskRunField(sql`e.execution_id`, sql`c.ord`),
      TYPE: text('type'),
      NAME: text('name'),
      VALUE: numberField(sql`cast(line.value ->> 'value' as double precision)`),
      DATE: timeField(sql`c.at`),
    },
    rowOrder: sql`c.at desc, e.execution_id desc, c.ord desc, c.attempt desc, ${dialect.lineNumber} desc`,
  };
}
