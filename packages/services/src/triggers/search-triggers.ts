import type { Paged, PageRequest, QueryFilter, TriggerDefinition, TriggerState } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demandOn, visibleNamespaces } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { csvLine } from '../csv/csv-line.ts';
import { csvPages } from '../csv/csv-pages.ts';
import { withoutTimeRange } from '../executions/time-range.ts';
import { flowThing, type FlowName } from '../flows/flow-name.ts';
import { loadLatestFlow } from '../flows/load-flow.ts';
import { shownState } from './trigger-lock.ts';

export interface TriggerAndState {
  readonly state: TriggerState;
  /** Undefined when the flow changed meanwhile and no longer has it. */
  readonly definition: TriggerDefinition | undefined;
}

/** Which date of a trigger an interval applies to that `startDate`, `endDate` and `timeRange` bound. */
export type TriggerDateFilter = 'NEXT_EXECUTION_DATE' | 'LAST_TRIGGERED_DATE';

/** States of schedules and polling triggers in namespaces that the caller may see, with their definitions. */
export async function searchTriggers(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  filters: readonly QueryFilter[],
  page: PageRequest,
  dateFilter: TriggerDateFilter,
): Promise<Paged<TriggerAndState>> {
  const dated = onChosenDate(withoutTimeRange(filters, deps.clock.now()), dateFilter);
  const found = await scope.triggers.search(dated, page, visibleNamespaces(actor, 'TRIGGER:LIST'));
  const results = await Promise.all(found.results.map((state) => withDefinition(deps, scope, state)));
  return { results, total: found.total };
}

function onChosenDate(filters: readonly QueryFilter[], chosen: TriggerDateFilter): readonly QueryFilter[] {
  const field = chosen === 'NEXT_EXECUTION_DATE' ? 'nextExecutionDate' : 'lastTriggeredDate';
  const isBound = (filter: QueryFilter): boolean => filter.field === 'startDate' || filter.field === 'endDate';
  return filters.map((filter) => (isBound(filter) ? { ...filter, field } : filter));
}

const exported = [
  'namespace',
  'flowId',
  'triggerId',
  'type',
  'disabled',
  'executionId',
  'lastTriggeredDate',
  'nextExecutionDate',
] as const;

/** All triggers that match and that `actor` may export. */
export function triggersCsv(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  filters: readonly QueryFilter[],
): AsyncIterable<Uint8Array> {
  const visible = visibleNamespaces(actor, 'TRIGGER:EXPORT');
  return csvPages(
    exported,
    async (page) => (await scope.triggers.search(filters, page, visible)).results,
    async (state) => toCsvLine(await withDefinition(deps, scope, state)),
  );
}

function toCsvLine({ state, definition }: TriggerAndState): string {
  const { namespace, flowId, triggerId, disabled, executionId = '', date, nextAt } = state;
  const text = (at: number | undefined): string => (at === undefined ? '' : new Date(at).toISOString());
  const type = definition?.type ?? '';
  const next = disabled ? undefined : nextAt;
  return csvLine([namespace, flowId, triggerId, type, String(disabled), executionId, text(date), text(next)]);
}

/** States of the schedules and polling triggers of one flow; filters and order as of all. */
export async function searchTriggersOfFlow(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  { namespace, id }: FlowName,
  { filters, page }: { readonly filters: readonly QueryFilter[]; readonly page: PageRequest },
): Promise<Paged<TriggerState>> {
  demandOn(actor, 'TRIGGER:VIEW', namespace, flowThing({ namespace, id }));
  const ofFlow = [
    { field: 'namespace', operation: 'EQUALS', value: namespace },
    { field: 'flowId', operation: 'EQUALS', value: id },
  ] as const;
  const { results, total } = await scope.triggers.search([...filters, ...ofFlow], page, [namespace]);
  const states = await Promise.all(results.map(async (state) => (await withDefinition(deps, scope, state)).state));
  return { results: states, total };
}

async function withDefinition(deps: Deps, scope: TenantScope, state: TriggerState): Promise<TriggerAndState> {
  const loaded = await loadLatestFlow(deps, scope.key, state.namespace, state.flowId);
  const definition = loaded?.flow?.triggers.find(({ id }) => id === state.triggerId);
  return { state: await shownState(deps.store, scope.key, state, definition), definition };
}
