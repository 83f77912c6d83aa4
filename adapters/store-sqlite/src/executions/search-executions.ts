import {
  correlationLabel,
  type Execution,
  type Paged,
  type PageRequest,
  type QueryFilter,
  type TenantKey,
  type VisibleNamespaces,
} from '@windhover/model';
import { toExecution } from '@windhover/ports';
import type { Reader } from '../reader.ts';
import { toConditions, visibleIn } from '../search/filters.ts';
import { labelPairs } from '../search/label-filter.ts';
import { countCap, countUpTo, orderOf, totalOf, window } from '../search/page.ts';
import { and, sql, toQuery, type Sql } from '../search/sql-text.ts';
import { toExecutionRow } from '../shards/execution-rows.ts';
import {
  executionFilterFields,
  executionId,
  executionSortFields,
  idOrderedFields,
  textSearch,
} from './execution-filters.ts';

/** Free text and orders without an index read whole rows: they work on so many of the newest that match the rest. */
export const newestWindow = 100_000;

interface ExecutionSearchDeps {
  readonly key: TenantKey;
  readonly reader: Reader;
  readonly systemNamespace: string;
}

/**
 * Counts first, because the count tells how to read the page. A rare namespace is found by its index and sorted; a common
 * one is met soon enough by walking the ids from the newest, which needs no sorting.
 */
export async function searchExecutions(
  deps: ExecutionSearchDeps,
  filters: readonly QueryFilter[],
  page: PageRequest,
  visible: VisibleNamespaces,
): Promise<Paged<Execution>> {
  const { reader } = deps;
  const found = matching(deps, filters, visible, 'by filter');
  const windowed = found.text.length > 0 || !page.sort.every(({ field }) => idOrderedFields.has(field));

  const counts = await reader.readAll([
    toQuery(
      countUpTo(
        countCap,
        windowed && found.text.length > 0 ? windowOf(found) : sql`from ${found.from} where ${and(found.where)}`,
      ),
    ),
    ...(windowed ? [toQuery(countUpTo(newestWindow + 1, sql`from ${found.from} where ${and(found.where)}`))] : []),
  ]);
  const total = totalOf(counts[0]!);
  if (total === 0) return { results: [], total };

  const orderBy = orderOf(page.sort, executionSortFields, sql`${executionId} desc`);
  const walk = total < countCap ? found : matching(deps, filters, visible, 'by id');
  const hits = windowed
    ? sql`select e.run ${windowOf(walk)} order by ${orderBy} ${window(page)}`
    : sql`select e.run from ${walk.from} where ${and(walk.where)} order by ${orderBy} ${window(page)}`;
  const rows = await reader.read(
    toQuery(sql`select e.* from (${hits}) hit cross join executions e on e.run = hit.run order by ${orderBy}`),
  );
  return {
    results: rows.map((row) => toExecution(toExecutionRow(row))),
    total,
    ...(windowed && totalOf(counts[1]!) > newestWindow && { limitedToNewest: newestWindow }),
  };
}

/** Ids of what matches, newest first. */
export async function searchExecutionIds(
  deps: ExecutionSearchDeps,
  filters: readonly QueryFilter[],
  visible: VisibleNamespaces,
  limit: number,
): Promise<readonly string[]> {
  const found = matching(deps, filters, visible, 'by filter');
  const rows = await deps.reader.read(
    toQuery(sql`select e.execution_id from ${found.from} where ${and([...found.where, ...found.text])}
      order by ${executionId} desc limit ${limit}`),
  );
  return rows.map((row) => row['execution_id'] as string);
}

interface Matching {
  readonly from: Sql;
  readonly where: readonly Sql[];
  /** Conditions on whole rows, kept apart. */
  readonly text: readonly Sql[];
}

function matching(
  { key, systemNamespace }: ExecutionSearchDeps,
  filters: readonly QueryFilter[],
  visible: VisibleNamespaces,
  walk: 'by filter' | 'by id',
): Matching {
  const namespace = walk === 'by id' && !namesOneFlow(filters) ? sql`+e.namespace` : sql`e.namespace`;
  const isText = ({ field }: QueryFilter) => field === 'q' || field === 'query';
  const label = firstLabel(filters);
  const columns = filters.filter((filter) => !isText(filter));
  return {
    from: label === undefined ? sql`executions e` : withLabel(key, ...label),
    where: [
      sql`e.tenant_id = ${key}`,
      visibleIn(namespace, visible),
      ...toConditions(columns, executionFilterFields(namespace, systemNamespace)),
    ],
    text: filters.filter(isText).map(textSearch),
  };
}

/** The newest executions that match the columns, as `e`, and of them those that match the text. */
function windowOf({ from, where, text }: Matching): Sql {
  return sql`from (select e.* from ${from} where ${and(where)} order by ${executionId} desc limit ${newestWindow}) e
    where ${and(text)}`;
}

/** Walks a label's rows, which lie in the order of the ids, and looks each execution up: good for rare and common labels. */
function withLabel(key: TenantKey, name: string, value: string): Sql {
  return sql`(select execution_id from execution_labels where tenant_id = ${key} and key = ${name} and value = ${value}
    order by execution_id desc) labelled cross join executions e on e.execution_id = labelled.execution_id`;
}

function firstLabel(filters: readonly QueryFilter[]): [string, string] | undefined {
  return filters
    .filter(({ field, operation }) => field === 'labels' && (operation === 'EQUALS' || operation === 'CONTAINS'))
    .flatMap(labelPairs)
    .find(([name]) => name !== correlationLabel);
}

/** The index on flows gives the order of the ids itself. */
function namesOneFlow(filters: readonly QueryFilter[]): boolean {
  const names = (wanted: string) => filters.some(({ field, operation }) => field === wanted && operation === 'EQUALS');
  return names('namespace') && names('flowId');
}
