import { routes } from '@windhover/contract';
import {
  BulkRefused,
  InvalidEntity,
  isoDate,
  NotFound,
  WindhoverError,
  type JsonObject,
  type QueryFilter,
} from '@windhover/model';
import {
  changeTrigger,
  demandOn,
  deleteTrigger,
  listEvaluations,
  permissionOf,
  searchTriggers,
  searchTriggersOfFlow,
  triggersCsv,
  triggerThing,
  visibleNamespaces,
  type TriggerChange,
  type TriggerName,
} from '@windhover/services';
import { route } from '../handler.ts';
import type { InTenant } from './execution-replies.ts';
import { evaluationsJson, triggerJson, triggerStateJson } from './trigger-json.ts';

const { triggers } = routes;

export const triggerHandlers = [
  route(triggers.search, async ({ deps, scope, caller, query }) => {
    const { results, total } = await searchTriggers(deps, scope, caller, query.filters, query.page, query.dateFilter);
    return {
      results: results.map(({ state, definition }) => ({
        trigger: triggerJson(definition, state),
        state: triggerStateJson(state),
      })),
      total,
    };
  }),
  route(triggers.ofFlow, async ({ deps, scope, caller, params, query }) => {
    const flow = { namespace: params.namespace, id: params.flowId };
    const { results, total } = await searchTriggersOfFlow(deps, scope, caller, flow, query);
    return { results: results.map(triggerStateJson), total };
  }),
  route(triggers.evaluations, async ({ deps, scope, caller, params, query }) => {
    const { results, total } = await listEvaluations(deps, scope, caller, params, query.page);
    return { results: results.map(evaluationsJson), total };
  }),
  route(triggers.setDisabled, (call) =>
    change(call, call.body, { kind: 'set-disabled', disabled: call.body.disabled }),
  ),
  route(triggers.setDisabledByTriggers, (call) =>
    changeNamed(call, call.body.triggers, { kind: 'set-disabled', disabled: call.body.disabled }),
  ),
  route(triggers.setDisabledByQuery, (call) =>
    changeMatching(call, call.query.filters, { kind: 'set-disabled', disabled: call.query.disabled === 'true' }),
  ),
  route(triggers.unlock, (call) => change(call, call.params, { kind: 'unlock' })),
  route(triggers.unlockByTriggers, (call) => changeNamed(call, call.body, { kind: 'unlock' })),
  route(triggers.unlockByQuery, (call) => changeMatching(call, call.query.filters, { kind: 'unlock' })),
  route(triggers.restart, (call) => change(call, call.params, { kind: 'restart' })),
  route(triggers.delete, ({ deps, scope, caller, params }) => deleteTrigger(deps, scope, caller, params)),
  route(triggers.deleteByTriggers, async (call) => {
    const names = await demandAll(call, call.body, 'TRIGGER:DELETE');
    for (const name of names) await deleteTrigger(call.deps, call.scope, call.caller, name);
    return bulk(call, names.length);
  }),
  route(triggers.deleteByQuery, async (call) => {
    const { deps, scope, caller } = call;
    const names = await matching(call, call.query.filters, 'TRIGGER:DELETE');
    for (const name of names) await deleteTrigger(deps, scope, caller, name);
    return bulk(call, names.length);
  }),
  route(triggers.exportCsv, ({ deps, scope, caller, query }) => ({
    content: triggersCsv(deps, scope, caller, query.filters),
    filename: 'triggers.csv',
    contentType: 'text/csv',
  })),
  route(triggers.createBackfill, (call) => change(call, call.body, newBackfill(call.body.backfill))),
  route(triggers.pauseBackfill, (call) => change(call, call.body, { kind: 'pause-backfill' })),
  route(triggers.pauseBackfillByTriggers, (call) => changeNamed(call, call.body, { kind: 'pause-backfill' })),
  route(triggers.pauseBackfillByQuery, (call) => changeMatching(call, call.query.filters, { kind: 'pause-backfill' })),
  route(triggers.unpauseBackfill, (call) => change(call, call.body, { kind: 'unpause-backfill' })),
  route(triggers.unpauseBackfillByTriggers, (call) => changeNamed(call, call.body, { kind: 'unpause-backfill' })),
  route(triggers.unpauseBackfillByQuery, (call) =>
    changeMatching(call, call.query.filters, { kind: 'unpause-backfill' }),
  ),
  route(triggers.deleteBackfill, (call) => change(call, call.body, { kind: 'delete-backfill' })),
  route(triggers.deleteBackfillByTriggers, (call) => changeNamed(call, call.body, { kind: 'delete-backfill' })),
  route(triggers.deleteBackfillByQuery, (call) =>
    changeMatching(call, call.query.filters, { kind: 'delete-backfill' }),
  ),
  route(triggers.update, (call) => {
    const { backfill, disabled } = call.body;
    if (backfill !== null && backfill !== undefined) return change(call, call.body, newBackfill(backfill));
    return change(call, call.body, { kind: 'set-disabled', disabled: disabled === true });
  }),
];

async function change({ deps, scope, caller }: InTenant, name: TriggerName, asked: TriggerChange) {
  const { namespace, flowId, triggerId } = name;
  return triggerStateJson(await changeTrigger(deps, scope, caller, { namespace, flowId, triggerId }, asked));
}

/** All or nothing as far as names go: one that does not exist stops it before anything is done. */
async function changeNamed(call: InTenant, names: readonly TriggerName[], asked: TriggerChange) {
  let count = 0;
  for (const name of await demandAll(call, names, permissionOf(asked)))
    if (await isChanged(call, name, asked)) count += 1;
  return bulk(call, count);
}

async function changeMatching(call: InTenant, filters: readonly QueryFilter[], asked: TriggerChange) {
  let count = 0;
  for (const name of await matching(call, filters, permissionOf(asked)))
    if (await isChanged(call, name, asked)) count += 1;
  return bulk(call, count);
}

/** Where the caller holds the permission. */
async function matching(
  { scope, caller }: InTenant,
  filters: readonly QueryFilter[],
  permission: string,
): Promise<readonly TriggerName[]> {
  const visible = visibleNamespaces(caller, permission);
  return (await scope.triggers.search(filters, { page: 1, size: 10_000, sort: [] }, visible)).results;
}

/** False for one in which there is nothing to change: not locked, without backfill. */
async function isChanged(call: InTenant, name: TriggerName, asked: TriggerChange): Promise<boolean> {
  try {
    await change(call, name, asked);
    return true;
  } catch (error) {
    if (error instanceof WindhoverError && error.status === 409) return false;
    throw error;
  }
}

/** What is named, once. */
async function demandAll(
  call: InTenant,
  names: readonly TriggerName[],
  permission: string,
): Promise<readonly TriggerName[]> {
  const distinct = [...new Map(names.map((name) => [keyOf(name), name])).values()];
  const missing: TriggerName[] = [];
  for (const name of distinct) if (!(await isThere(call, name, permission))) missing.push(name);
  if (missing.length === 0) return distinct;
  throw BulkRefused.of(
    missing.map((name) => ({
      message: `Not Found: ${triggerThing(name)}`,
      invalidValue: `${name.namespace}.${name.flowId}.${name.triggerId}`,
    })),
  );
}

/** Ids may have dots. */
function keyOf({ namespace, flowId, triggerId }: TriggerName): string {
  return `${namespace}/${flowId}/${triggerId}`;
}

/** What lies where the caller may see nothing is not there for them. Throws `MissingPermission` where they see it. */
async function isThere({ scope, caller }: InTenant, name: TriggerName, permission: string): Promise<boolean> {
  try {
    demandOn(caller, permission, name.namespace, triggerThing(name));
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
  return (await scope.triggers.find(name.namespace, name.flowId, name.triggerId)) !== undefined;
}

function bulk({ deps }: InTenant, count: number) {
  return { count, operationId: deps.ids.next(), totalItems: count };
}

function newBackfill(body: {
  readonly start: string;
  readonly end?: string | null | undefined;
  readonly inputs?: unknown;
  readonly labels?: readonly { readonly key: string; readonly value: string }[] | null | undefined;
}): TriggerChange {
  const { start, end, inputs, labels } = body;
  return {
    kind: 'create-backfill',
    backfill: {
      startAt: instantOf('start', start),
      ...(typeof end === 'string' && { endAt: instantOf('end', end) }),
      ...(inputs !== null && inputs !== undefined && { inputs: inputs as JsonObject }),
      labels: labels ?? [],
    },
  };
}

function instantOf(field: string, text: string): number {
  try {
    return isoDate(text);
  } catch (cause) {
    throw new InvalidEntity({ reason: `backfill.${field}: ${(cause as RangeError).message}` }, { cause });
  }
}
