/** Flows and namespaces as those see them who execute, and executions as a table. */
import { endedAt, isVisibleNamespace, startedAt, type Execution, type QueryFilter } from '@windhover/model';
import type { FlowRevision, TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { visibleNamespaces } from '../access/permissions.ts';
import type { Clock } from '../deps.ts';
import type { FlowName } from '../flows/flow-name.ts';
import { csvLine } from '../csv/csv-line.ts';
import { csvPages } from '../csv/csv-pages.ts';
import { canExecute } from './executable-flow.ts';
import { searchExecutions, toStoreFilters } from './search-executions.ts';

/** Namespaces with flows that the caller may execute, sorted. */
export async function listExecutableNamespaces(scope: TenantScope, actor: Actor): Promise<readonly string[]> {
  return (await scope.flows.listNamespaces()).filter((namespace) => canExecute(actor, namespace));
}

/** Flows of a namespace, disabled ones left out, by id. */
export async function listExecutableFlows(
  scope: TenantScope,
  actor: Actor,
  namespace: string,
): Promise<readonly FlowRevision[]> {
  if (!canExecute(actor, namespace)) return [];
  return (await scope.flows.list(namespace)).filter((flow) => !flow.disabled && !flow.draft);
}

/** The newest execution of each flow named, of those that may be seen. */
export async function latestExecutions(
  scope: TenantScope,
  actor: Actor,
  flows: readonly FlowName[],
): Promise<readonly Execution[]> {
  const visible = visibleNamespaces(actor, 'EXECUTION:LIST');
  return scope.executions.latestOf(flows.filter(({ namespace }) => isVisibleNamespace(namespace, visible)));
}

const valuesOf = {
  namespace: ({ namespace }) => [namespace],
  flowId: ({ flowId }) => [flowId],
  flowRevision: ({ flowRevision }) => [String(flowRevision)],
  id: ({ id }) => [id],
  parentId: ({ parentId }) => (parentId === undefined ? [] : [parentId]),
  kind: ({ kind = 'NORMAL' }) => [kind],
  state: ({ state }) => [state.current],
  /** As a filter takes them. */
  labels: ({ labels }) => labels.map(({ key: name, value }) => `${name}:${value}`),
} as const satisfies Readonly<Record<string, (execution: Execution) => readonly string[]>>;

export type DistinctField = keyof typeof valuesOf;

/** Values of a field among the newest executions that match are enough to fill a list to choose from. */
const looksAt = 10_000;

/** Sorted, as texts. */
export async function distinctValues(
  deps: { readonly clock: Clock },
  scope: TenantScope,
  actor: Actor,
  field: DistinctField,
  filters: readonly QueryFilter[],
  limit: number,
): Promise<readonly string[]> {
  const { results } = await searchExecutions(deps, scope, actor, filters, { page: 1, size: looksAt, sort: [] });
  const values = new Set(results.flatMap((execution): readonly string[] => valuesOf[field](execution)));
  return [...values].sort().slice(0, limit);
}

/** All executions that match and that `actor` may export, newest first. */
export function executionsCsv(
  deps: { readonly clock: Clock },
  scope: TenantScope,
  actor: Actor,
  filters: readonly QueryFilter[],
): AsyncIterable<Uint8Array> {
  const asked = toStoreFilters(filters, deps.clock.now());
  const visible = visibleNamespaces(actor, 'EXECUTION:EXPORT');
  const heading = ['id', 'namespace', 'flowId', 'flowRevision', 'state', 'startDate', 'endDate', 'labels'];
  return csvPages(heading, async (page) => (await scope.executions.search(asked, page, visible)).results, toCsvLine);
}

function toCsvLine({ id, namespace, flowId, flowRevision, state, labels }: Execution): string {
  const end = endedAt(state);
  const fields = [
    id,
    namespace,
    flowId,
    String(flowRevision),
    state.current,
    new Date(startedAt(state)).toISOString(),
    end === undefined ? '' : new Date(end).toISOString(),
    labels.map((label) => `${label.key}:${label.value}`).join(';'),
  ];
  return csvLine(fields);
}
