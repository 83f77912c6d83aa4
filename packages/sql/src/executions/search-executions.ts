import {
  correlationLabel,
  type Execution,
  type Paged,
  type PageRequest,
  type QueryFilter,
  type VisibleNamespaces,
} from '@windhover/model';
import { toExecution } from '@windhover/ports';
import { toConditions, visibleIn } from '../search/filters.ts';
import { labelPairs } from '../search/label-filter.ts';
import { countCap, countUpTo, endOfReach, orderOf, totalOf, window } from '../search/page.ts';
import type { ScopeDeps } from '../store-deps.ts';
import { and, sql, type OneTenant, type Sql } from '../sql-text.ts';
import {
  executionFilterFields,
  executionId,
  executionSortFields,
  idOrderedFields,
  textSearch,
} from './execution-filters.ts';
import { toExecutionRow } from './execution-row.ts';

/**
 * Free text and orders without an index read whole rows: they work on so many of the newest that match the rest.
 *
 * Counts first, because the count tells how to read the page. A rare namespace is found by its index and sorted; a common
 * one is met soon enough by walking the ids from the newest, which needs no sorting.
 */
export async function searchExecutions(
  deps: ScopeDeps,
  filters: readonly QueryFilter[],
  page: PageRequest,
  visible: VisibleNamespaces,
): Promise<Paged<Execution>> {
  const { reads, searchReach } = deps;
  const found = matching(deps, filters, visible);
  const isSearched = found.text.length > 0;
  const isWindowed = isSearched || !page.sort.every(({ field }) => idOrderedFields.has(field));

  const countOf = isSearched ? newestOf(found, searchReach) : sql`${allOf(found)} ${found.countOrder}`;
  const total = totalOf(await reads.list(countUpTo(countCap, countOf)));
  const chosen = total < countCap ? found : matching(deps, filters, visible, 'common');
  // Without a text all that match were counted
  const mayGoOn = isSearched || (isWindowed && total >= Math.min(countCap, searchReach));
  const end = mayGoOn
    ? await endOfReach(reads, { at: sql`e.created_at`, inOrder: inOrder(chosen), reach: searchReach })
    : {};
  if (total === 0) return { results: [], total, ...end };

  const id = isWindowed ? executionId : chosen.id;
  const orderBy = orderOf(page.sort, executionSortFields(id), sql`${id} desc`);
  const hits = sql`select e.run ${isWindowed ? newestOf(chosen, searchReach) : allOf(chosen)} order by ${orderBy} ${window(page)}`;
  const finalOrder = orderOf(page.sort, executionSortFields(executionId), sql`${executionId} desc`);
  const [rows] = await reads.all([
    sql`select e.* from (${hits}) hit cross join executions e where e.run = hit.run order by ${finalOrder}`,
  ]);
  return {
    results: rows!.map((row) => toExecution(toExecutionRow(row))),
    total,
    ...end,
  };
}

/** Ids of what matches, newest first. */
export async function searchExecutionIds(
  deps: ScopeDeps,
  filters: readonly QueryFilter[],
  visible: VisibleNamespaces,
  limit: number,
): Promise<readonly string[]> {
  const found = matching(deps, filters, visible);
  const where = and([...found.where, ...found.text]);
  const [rows] = await deps.reads.all([
    sql`select e.execution_id from ${found.from} where ${where} order by ${found.id} desc limit ${limit}`,
  ]);
  return rows!.map((row) => row['execution_id'] as string);
}

export async function countExecutions(
  deps: ScopeDeps,
  filters: readonly QueryFilter[],
  visible: VisibleNamespaces,
): Promise<number> {
  const { from, where, text } = matching(deps, filters, visible);
  return totalOf(await deps.reads.list(sql`select count(*) as total from ${from} where ${and([...where, ...text])}`));
}

interface Matching {
  readonly from: Sql;
  readonly where: readonly Sql[];
  /** Conditions on whole rows, kept apart. */
  readonly text: readonly Sql[];
  /** What to order by for the order of the ids: tells the planner which index to take. */
  readonly id: Sql;
  /** Order in which to count, where one keeps the planner from a detour. */
  readonly countOrder: Sql;
}

/**
 * Three ways lead to executions in the order of their ids: the rows of a label, the index of a filter with a sort behind it
 * (an expression in place of the column keeps the planner from walking the ids instead), and the walk along the ids.
 */
function matching(
  { tenant, dialect, systemNamespace }: ScopeDeps,
  filters: readonly QueryFilter[],
  visible: VisibleNamespaces,
  matches: 'rare' | 'common' = 'rare',
): Matching {
  const isText = ({ field }: QueryFilter) => field === 'q' || field === 'query';
  const columns = filters.filter((filter) => !isText(filter));
  const label = firstLabel(filters);
  const byFilter = label === undefined && !namesOneFlow(filters) && (visible !== 'all' || !columns.every(isWalked));
  const namespace = byFilter && matches === 'common' ? sql`(e.namespace || '')` : sql`e.namespace`;
  const where = [
    sql`e.tenant_id = ${tenant}`,
    visibleIn(namespace, visible),
    ...toConditions(columns, executionFilterFields({ tenant, namespace, systemNamespace }), dialect),
  ];
  const text = filters.filter(isText).map((filter) => textSearch(filter, dialect));
  if (label !== undefined) return { ...withLabel(tenant, label, where), text };
  return {
    from: sql`executions e`,
    where,
    text,
    id: byFilter && matches === 'rare' ? sql`(e.execution_id || '')` : executionId,
    countOrder: byFilter ? sql`` : sql`order by ${executionId} desc`,
  };
}

function allOf({ from, where }: Matching): Sql {
  return sql`from ${from} where ${and(where)}`;
}

function inOrder({ from, where, id }: Matching): Sql {
  return sql`from ${from} where ${and(where)} order by ${id} desc`;
}

/** The newest executions that match the columns, as `e`, and of them those that match the text. */
function newestOf(matching: Matching, reach: number): Sql {
  return sql`from (select e.* ${inOrder(matching)} limit ${reach}) e where ${and(matching.text)}`;
}

/** A label's rows lie in the order of the ids: good for rare and for common labels. */
function withLabel(
  tenant: OneTenant,
  [name, value]: readonly [string, string],
  where: readonly Sql[],
): Omit<Matching, 'text'> {
  return {
    from: sql`execution_labels l cross join executions e`,
    where: [
      sql`l.tenant_id = ${tenant} and l.key = ${name} and l.value = ${value}`,
      sql`e.execution_id = l.execution_id`,
      ...where,
    ],
    id: sql`l.execution_id`,
    countOrder: sql``,
  };
}

function firstLabel(filters: readonly QueryFilter[]): readonly [string, string] | undefined {
  return filters
    .filter(({ field, operation }) => field === 'labels' && (operation === 'EQUALS' || operation === 'CONTAINS'))
    .flatMap(labelPairs)
    .find(([name]) => name !== correlationLabel);
}

/** Whether the condition is met often enough, bounds the ids, or has an index in their order: nothing beats walking them. */
function isWalked({ field, operation, value }: QueryFilter): boolean {
  switch (field) {
    case 'startDate':
    case 'endDate':
    case 'startOrEndDate':
    case 'kind':
      return true;
    case 'childFilter':
      return operation === 'EQUALS' && value === 'MAIN';
    case 'state':
      // several unusual states are short stretches of one index, each in the order of the ids, not all together
      return operation !== 'IN' || value.length === 1 || Object.values(value).includes('SUCCESS');
    default:
      return false;
  }
}

/** The index on flows gives the order of the ids itself. */
function namesOneFlow(filters: readonly QueryFilter[]): boolean {
  const names = (wanted: string) => filters.some(({ field, operation }) => field === wanted && operation === 'EQUALS');
  return names('namespace') && names('flowId');
}
