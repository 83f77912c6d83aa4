import type { VisibleNamespaces } from '@windhover/model';
import { visibleIn } from '../search/filters.ts';
import { sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';
import { numberField, textField } from './chart-fields.ts';
import type { ChartPeriod, ChartTables } from './chart-tables.ts';

const namespace = sql`f.namespace`;

/** Flows as they are now. */
export function flowTables({ tenant }: ScopeDeps, _period: ChartPeriod, visible: VisibleNamespaces): ChartTables {
  return {
    from: sql`flows f`,
    where: [sql`f.tenant_id = ${tenant}`, sql`f.deleted = 0`, visibleIn(namespace, visible)],
    fields: {
      ID: textField(sql`f.flow_id`),
      NAMESPACE: textField(namespace),
      REVISION: numberField(sql`f.revision`),
    },
    rowOrder: sql`f.namespace, f.flow_id`,
  };
}
