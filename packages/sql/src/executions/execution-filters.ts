/** The fields by which executions are filtered and sorted, `e` being the execution. */
import {
  correlationLabel,
  IllegalArgument,
  ordOf,
  timeOrderedId,
  type FilterOperation,
  type QueryFilter,
} from '@windhover/model';
import type { Dialect } from '../dialect.ts';
import {
  anyContains,
  instantOf,
  oneText,
  scopeFilter,
  textFilter,
  timeFilter,
  unsupported,
  type FieldFilter,
  type FilterFields,
} from '../search/filters.ts';
import { labelFilter } from '../search/label-filter.ts';
import type { SortFields } from '../search/page.ts';
import { and, or, sql, type OneTenant, type Sql } from '../sql-text.ts';

/** Ids are made from the clock just before the execution is stored; more than this apart they never are. */
const idSlackMs = 3_600_000;
/** The id of a task run begins with that of its execution. */
const executionIdLength = 22;

export const executionId = sql`e.execution_id`;

export interface ExecutionFilterOptions {
  readonly tenant: OneTenant;
  /** The column, or an expression that keeps the planner from its index. */
  readonly namespace: Sql;
  readonly systemNamespace: string;
}

export function executionFilterFields({ tenant, namespace, systemNamespace }: ExecutionFilterOptions): FilterFields {
  return {
    namespace: textFilter(namespace),
    flowId: textFilter(sql`e.flow_id`),
    flowRevision: textFilter(sql`cast(e.revision as text)`),
    id: textFilter(executionId),
    state: stateFilter,
    labels: labelFilter((name, value, dialect) => hasLabel(tenant, name, value, dialect)),
    startDate: startFilter,
    endDate: endFilter,
    startOrEndDate: startOrEndFilter,
    kind: textFilter(sql`coalesce(e.kind, 'NORMAL')`),
    parentId: textFilter(sql`e.parent_id`),
    triggerExecutionId: textFilter(sql`e.trigger_execution_id`),
    triggerTaskRunId: startedByTaskRun,
    childFilter,
    scope: scopeFilter(namespace, systemNamespace),
  };
}

/** Free text: reads bodies, so it runs within a window of the newest executions. */
export const textSearch = anyContains([executionId, sql`e.namespace`, sql`e.flow_id`, sql`e.body`]);

/** `id` is the column that stands for the execution's id in this search. */
export function executionSortFields(id: Sql): SortFields {
  return {
    id,
    'state.startDate': id,
    'state.endDate': sql`coalesce(e.ended_at, 0)`,
    'state.duration': sql`coalesce(e.ended_at - e.created_at, -1)`,
    'state.current': sql`e.state`,
    namespace: sql`e.namespace`,
    flowId: sql`e.flow_id`,
  };
}

/** Fields whose order is the order of the ids, which the key's index gives. */
export const idOrderedFields: ReadonlySet<string> = new Set(['id', 'state.startDate']);

/** An index serves all states but SUCCESS, and is used only where the statement says that SUCCESS is not meant. */
function stateFilter(filter: QueryFilter, dialect: Dialect): Sql {
  const condition = textFilter(sql`e.state`)(filter, dialect);
  const names = typeof filter.value === 'string' ? [filter.value] : Object.values(filter.value);
  const positive = filter.operation === 'EQUALS' || filter.operation === 'IN';
  return positive && !names.includes('SUCCESS') ? and([condition, sql`e.state <> 'SUCCESS'`]) : condition;
}

/** `CHILD`: what another execution started; `MAIN`: everything else. */
function childFilter(filter: QueryFilter): Sql {
  if (filter.operation !== 'EQUALS' && filter.operation !== 'NOT_EQUALS') throw unsupported(filter);
  const wanted = oneText(filter);
  if (wanted !== 'CHILD' && wanted !== 'MAIN')
    throw new IllegalArgument({ reason: `childFilter: '${wanted}' is neither CHILD nor MAIN` });
  const isChild = (wanted === 'CHILD') === (filter.operation === 'EQUALS');
  return isChild ? sql`e.trigger_execution_id is not null` : sql`e.trigger_execution_id is null`;
}

/** By its execution first, which is a column: of those that it started, the iterations of one Loop, or what one task started. */
function startedByTaskRun(filter: QueryFilter, dialect: Dialect): Sql {
  if (filter.operation !== 'EQUALS') throw unsupported(filter);
  const id = oneText(filter);
  const parentId = id.slice(0, executionIdLength);
  const body = dialect.json(sql`e.body`);
  const ord = String(ordOf(parentId, id) ?? '');
  return and([
    sql`e.trigger_execution_id = ${parentId}`,
    sql`(cast(${body} -> 'loopRun' ->> 'ord' as text) = ${ord}
      or e.kind is distinct from 'LOOP' and ${body} -> 'trigger' -> 'variables' ->> 'taskRunId' = ${id})`,
  ]);
}

/** The bound on the id lets the search stop at the edge of the time range instead of reading to the first execution. */
function startFilter(filter: QueryFilter, dialect: Dialect): Sql {
  const condition = timeFilter(sql`e.created_at`)(filter, dialect);
  const at = instantOf(filter);
  switch (filter.operation) {
    case 'GREATER_THAN':
    case 'GREATER_THAN_OR_EQUAL_TO':
      return and([condition, sql`${executionId} >= ${idAt(at - idSlackMs)}`]);
    case 'LESS_THAN':
    case 'LESS_THAN_OR_EQUAL_TO':
      return and([condition, sql`${executionId} < ${idAt(at + idSlackMs)}`]);
    default:
      return condition;
  }
}

const endFilter = timeFilter(sql`e.ended_at`);

/** Either date meets all bounds, which the value has by their operations. */
function startOrEndFilter(filter: QueryFilter, dialect: Dialect): Sql {
  const { field, value: bounds } = filter;
  const meeting = (date: FieldFilter): Sql =>
    and(
      Object.entries(bounds).map(([operation, value]) =>
        date({ field, operation: operation as FilterOperation, value }, dialect),
      ),
    );
  return or([meeting(startFilter), meeting(endFilter)]);
}

function idAt(at: number): string {
  return timeOrderedId(Math.min(Math.max(at, 0), 2 ** 48 - 1), new Uint8Array(10));
}

/** The correlation id is a column; it is left out of it where it is the execution's own id. */
function hasLabel(tenant: OneTenant, name: string, value: string, dialect: Dialect): Sql {
  if (name === correlationLabel) {
    return dialect.among(
      executionId,
      sql`select execution_id from executions where tenant_id = ${tenant} and correlation_id = ${value}
      union all
      select execution_id from executions where tenant_id = ${tenant} and execution_id = ${value} and correlation_id is null`,
    );
  }
  return sql`exists (select 1 from execution_labels l where l.tenant_id = ${tenant} and l.key = ${name}
    and l.value = ${value} and l.execution_id = e.execution_id)`;
}
