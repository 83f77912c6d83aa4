import type { VisibleNamespaces } from '@windhover/model';
import { visibleIn } from '../search/filters.ts';
import { sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';
import { textField, timeField } from './chart-fields.ts';
import type { ChartPeriod, ChartTables } from './chart-tables.ts';

const namespace = sql`t.namespace`;
const triggerId = sql`t.trigger_id`;

/** Triggers as they are now. One that is disabled has no date to come, and schedules belong to no worker. */
export function triggerTables(
  { tenant, dialect }: ScopeDeps,
  _period: ChartPeriod,
  visible: VisibleNamespaces,
): ChartTables {
  return {
    from: sql`triggers t`,
    where: [sql`t.tenant_id = ${tenant}`, visibleIn(namespace, visible)],
    fields: {
      ID: textField(triggerId),
      NAMESPACE: textField(namespace),
      FLOW_ID: textField(sql`t.flow_id`),
      TRIGGER_ID: textField(triggerId),
      EXECUTION_ID: textField(sql`(${dialect.json(sql`t.body`)} ->> 'executionId')`),
      NEXT_EXECUTION_DATE: timeField(sql`case when t.disabled = 0 then t.next_at end`),
      WORKER_ID: textField(sql`cast(null as text)`),
    },
    rowOrder: sql`t.namespace, t.flow_id, t.trigger_id`,
  };
}
