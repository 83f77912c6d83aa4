/** What users do to a trigger between its evaluations: switch it, free it, make up for past dates. */
import {
  IllegalState,
  isUnavailable,
  NotFound,
  type Backfill,
  type Flow,
  type TriggerDefinition,
  type TriggerState,
} from '@windhover/model';
import { Conflict, type TenantScope } from '@windhover/ports';
import { announce } from '../access/instance-change.ts';
import type { Actor, AnyActor } from '../access/caller.ts';
import { demandOn } from '../access/permissions.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { loadLatestFlow } from '../flows/load-flow.ts';
import { flowChange } from '../flows/save-flow.ts';
import { loadDates } from './load-dates.ts';
import type { TriggerDates } from './trigger-dates.ts';
import { isLocked, shownState } from './trigger-lock.ts';
import { triggerThing, type TriggerName } from './trigger-name.ts';

export type TriggerChange =
  | { readonly kind: 'set-disabled'; readonly disabled: boolean }
  | { readonly kind: 'unlock' }
  /** Begins anew: what is remembered of it is dropped, the switch apart. */
  | { readonly kind: 'restart' }
  | {
      readonly kind: 'create-backfill';
      readonly backfill: Omit<Backfill, 'currentAt' | 'paused' | 'endAt'> & { readonly endAt?: number };
    }
  | { readonly kind: 'pause-backfill' | 'unpause-backfill' | 'delete-backfill' };

const permissions: Readonly<Record<TriggerChange['kind'], string>> = {
  'set-disabled': 'TRIGGER:DISABLE',
  unlock: 'TRIGGER:UNLOCK',
  restart: 'TRIGGER:RESTART',
  'create-backfill': 'TRIGGER:BACKFILL',
  'pause-backfill': 'TRIGGER:BACKFILL',
  'unpause-backfill': 'TRIGGER:BACKFILL',
  'delete-backfill': 'TRIGGER:BACKFILL',
};

export function permissionOf(change: TriggerChange): string {
  return change.kind === 'set-disabled' && !change.disabled ? 'TRIGGER:ENABLE' : permissions[change.kind];
}

/** How often a change is tried again that the scheduler was faster than. */
const maxTries = 5;

/** The state afterwards. Throws `NotFound` for a trigger without state, `IllegalState` for what cannot be done to it now. */
export async function changeTrigger(
  deps: Deps,
  scope: TenantScope,
  actor: AnyActor,
  name: TriggerName,
  change: TriggerChange,
): Promise<TriggerState> {
  const thing = triggerThing(name);
  demandOn(actor, permissionOf(change), name.namespace, thing);
  const flow = (await loadLatestFlow(deps, scope.key, name.namespace, name.flowId))?.flow;
  const definition = flow?.triggers.find(({ id }) => id === name.triggerId);
  for (let attempt = 1; ; attempt += 1) {
    const before = await scope.triggers.find(name.namespace, name.flowId, name.triggerId);
    if (before === undefined || flow === undefined || definition === undefined) throw new NotFound({ thing });
    if (change.kind === 'unlock' && !(await isLocked(deps.store, scope.key, before, definition)))
      throw new IllegalState({ reason: `${thing} is not locked` });
    const dates = needsDates(change) ? await datesNow(deps, scope, flow, definition) : undefined;
    const now = deps.clock.now();
    // A polling trigger has no dates: it looks at once
    const next = definition.intervalMs === undefined ? dates?.after(now) : now;
    const changed = apply(before, change, thing, now, dates, next);
    const after = { ...changed, updatedAt: Math.max(deps.clock.now(), before.updatedAt + 1) };
    try {
      const entry = auditEntry(deps, actor, {
        type: 'UPDATE',
        resource: 'TRIGGER',
        detail: { ...name, action: change.kind },
      });
      const news = flowChange(scope, { namespace: name.namespace, id: name.flowId });
      await deps.store.write([
        scope.triggers.replace(after, before.updatedAt),
        scope.audit.append(entry),
        deps.store.announce(news),
      ]);
      announce(deps, news);
      return await shownState(deps.store, scope.key, after, definition);
    } catch (error) {
      if (!(error instanceof Conflict) || attempt === maxTries) throw error;
    }
  }
}

/** Forgets the state: the schedule begins anew as if it had never been seen. */
export async function deleteTrigger(deps: Deps, scope: TenantScope, actor: Actor, name: TriggerName): Promise<void> {
  const thing = triggerThing(name);
  demandOn(actor, 'TRIGGER:DELETE', name.namespace, thing);
  if ((await scope.triggers.find(name.namespace, name.flowId, name.triggerId)) === undefined)
    throw new NotFound({ thing });
  const entry = auditEntry(deps, actor, { type: 'DELETE', resource: 'TRIGGER', detail: { ...name } });
  const news = flowChange(scope, { namespace: name.namespace, id: name.flowId });
  await deps.store.write([
    scope.triggers.delete(name.namespace, name.flowId, name.triggerId),
    scope.audit.append(entry),
    deps.store.announce(news),
  ]);
  announce(deps, news);
}

/** Whether it looks for a date from which to go on. */
function needsDates(change: TriggerChange): boolean {
  switch (change.kind) {
    case 'set-disabled':
      return !change.disabled;
    case 'restart':
    case 'create-backfill':
      return true;
    case 'unlock':
    case 'pause-backfill':
    case 'unpause-backfill':
    case 'delete-backfill':
      return false;
  }
}

/** Throws `IllegalState` that says why there are none. */
async function datesNow(
  deps: Deps,
  { key }: TenantScope,
  flow: Flow,
  trigger: TriggerDefinition,
): Promise<TriggerDates | undefined> {
  const tenant = { key, id: deps.store.tenantKeys.idOf(key) };
  try {
    return await loadDates(deps, { tenant, flow, trigger }, deps.settings.timeZone ?? 'UTC');
  } catch (cause) {
    if (isUnavailable(cause)) throw cause;
    throw new IllegalState({ reason: `Trigger '${trigger.id}' cannot be scheduled: ${(cause as Error).message}` });
  }
}

function apply(
  state: TriggerState,
  change: TriggerChange,
  thing: string,
  now: number,
  dates: TriggerDates | undefined,
  next: number | undefined,
): TriggerState {
  const { backfill, executionId: _execution, nextAt: _next, ...rest } = state;
  const withBackfill = backfill === undefined ? {} : { backfill };
  const fresh = next === undefined ? {} : { nextAt: next };
  switch (change.kind) {
    case 'set-disabled':
      // Dates that passed while it was switched off are not made up for: that is what a backfill is for
      return state.disabled === change.disabled
        ? state
        : { ...state, ...(change.disabled ? {} : fresh), disabled: change.disabled };
    case 'unlock':
      return { ...rest, ...withBackfill, ...(state.nextAt !== undefined && { nextAt: state.nextAt }) };
    case 'restart':
      return { ...rest, ...fresh };
    case 'create-backfill':
      return { ...state, backfill: newBackfill(change.backfill, state, thing, now, dates) };
    case 'pause-backfill':
    case 'unpause-backfill': {
      if (backfill === undefined) throw new IllegalState({ reason: `${thing} has no backfill` });
      return { ...state, backfill: { ...backfill, paused: change.kind === 'pause-backfill' } };
    }
    case 'delete-backfill': {
      if (backfill === undefined) throw new IllegalState({ reason: `${thing} has no backfill` });
      const { backfill: _backfill, ...without } = state;
      return without;
    }
  }
}

function newBackfill(
  { startAt, endAt = 0, inputs, labels }: (TriggerChange & { readonly kind: 'create-backfill' })['backfill'],
  state: TriggerState,
  thing: string,
  now: number,
  dates: TriggerDates | undefined,
): Backfill {
  if (state.backfill !== undefined) throw new IllegalState({ reason: `${thing} has a backfill already` });
  if (dates === undefined) throw new IllegalState({ reason: `${thing} is no schedule` });
  const end = endAt === 0 ? now : endAt;
  if (end < startAt) throw new IllegalState({ reason: 'the end of a backfill must not be before its start' });
  const first = dates.after(startAt - 1);
  if (first === undefined || first > end)
    throw new IllegalState({ reason: `${thing} has no date between start and end` });
  return { startAt, endAt: end, currentAt: first, paused: false, labels, ...(inputs !== undefined && { inputs }) };
}
