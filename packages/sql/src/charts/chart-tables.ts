import type { ChartQuery, ChartSource, VisibleNamespaces } from '@windhover/model';
import type { FieldFilter } from '../search/filters.ts';
import type { Sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';
import { executionTables } from './execution-tables.ts';
import { flowTables } from './flow-tables.ts';
import { logTables } from './log-tables.ts';
import { metricTables } from './metric-tables.ts';
import { triggerTables } from './trigger-tables.ts';

/** Where the rows of one kind of data lie, and what each field of it is. */
export interface ChartTables {
  readonly from: Sql;
  /** Of the tenant, the period and what the reader may see. */
  readonly where: readonly Sql[];
  /** By the names of the language. */
  readonly fields: Readonly<Record<string, ChartField>>;
  /** Of rows that are not grouped: the newest first, without ties. */
  readonly rowOrder: Sql;
  /** The value of a label; undefined where things have none. */
  readonly label?: (key: string) => ChartField;
}

export interface ChartField {
  readonly value: Sql;
  readonly filter: FieldFilter;
}

export type ChartPeriod = Pick<ChartQuery, 'fromAt' | 'untilAt'>;

type MakeTables = (deps: ScopeDeps, period: ChartPeriod, visible: VisibleNamespaces) => ChartTables;

const makers: Readonly<Record<ChartSource, MakeTables>> = {
  Executions: executionTables,
  Logs: logTables,
  Metrics: metricTables,
  Triggers: triggerTables,
  Flows: flowTables,
};

export function chartTables(
  deps: ScopeDeps,
  query: ChartPeriod & Pick<ChartQuery, 'source'>,
  visible: VisibleNamespaces,
): ChartTables {
  return makers[query.source](deps, query, visible);
}
