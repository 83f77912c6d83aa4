import type { VisibleNamespaces } from '@windhover/model';
import { executionFilterFields, executionId } from '../executions/execution-filters.ts';
import { textFilter, visibleIn, within } from '../search/filters.ts';
import { sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';
import { numberField, textField, timeField } from './chart-fields.ts';
import type { ChartPeriod, ChartTables } from './chart-tables.ts';

const namespace = sql`e.namespace`;

/** The period bounds the ids, so that the key's index is walked no further than it reaches. */
export function executionTables(
  { tenant, dialect, systemNamespace }: ScopeDeps,
  { fromAt, untilAt }: ChartPeriod,
  visible: VisibleNamespaces,
): ChartTables {
  const known = executionFilterFields({ tenant, namespace, systemNamespace });
  const labels = sql`(${dialect.json(sql`e.body`)} -> 'labels')`;
  const label = (key: string) =>
    sql`(select min(line.value ->> 'value') from ${dialect.linesOf(labels)} where line.value ->> 'key' = ${key})`;
  const started = known['startDate']!;
  return {
    from: sql`executions e`,
    where: [
      sql`e.tenant_id = ${tenant}`,
      started({ field: 'startDate', operation: 'GREATER_THAN_OR_EQUAL_TO', value: String(fromAt) }, dialect),
      started({ field: 'startDate', operation: 'LESS_THAN_OR_EQUAL_TO', value: String(untilAt) }, dialect),
      sql`coalesce(e.kind, 'NORMAL') = 'NORMAL'`,
      visibleIn(namespace, visible),
    ],
    fields: {
      ID: textField(executionId),
      NAMESPACE: textField(namespace),
      FLOW_ID: textField(sql`e.flow_id`),
      FLOW_REVISION: numberField(sql`e.revision`),
      STATE: textField(sql`e.state`, known['state']!),
      DURATION: numberField(sql`(e.ended_at - e.created_at) / 1000.0`),
      LABELS: textField(sql`cast(${labels} as text)`),
      START_DATE: timeField(sql`e.created_at`, started),
      END_DATE: timeField(sql`e.ended_at`),
      TRIGGER_EXECUTION_ID: textField(sql`e.trigger_execution_id`),
      SCOPE: textField(sql`(case when ${within(namespace, systemNamespace)} then 'SYSTEM' else 'USER' end)`),
    },
    label: (key) => ({
      value: label(key),
      // Rows of a label are found by their key
      filter: (filter, ofDialect) =>
        filter.operation === 'EQUALS' && typeof filter.value === 'string'
          ? known['labels']!({ ...filter, value: { [key]: filter.value } }, ofDialect)
          : textFilter(label(key))(filter, ofDialect),
    }),
    rowOrder: sql`${executionId} desc`,
  };
}
