/** Kill switches as use cases on one execution ask for them: from the store, since they ask rarely. */
import { IllegalState, type Execution, type KillSwitch, type TenantKey } from '@windhover/model';
import type { Deps } from '../deps.ts';
import { holdingSwitches } from './holding-switches.ts';
import { nearestSwitch, targetOf } from './nearest-switch.ts';

/** The switch that decides about it now; undefined when none does. */
export async function switchOfExecution(
  deps: Pick<Deps, 'store' | 'clock'>,
  tenantKey: TenantKey,
  execution: Execution,
): Promise<KillSwitch | undefined> {
  return nearestSwitch(await holdingSwitches(deps), targetOf(tenantKey, execution));
}

/** Throws `IllegalState` while a switch ignores it: nobody may make it go on. */
export async function demandNotIgnored(
  deps: Pick<Deps, 'store' | 'clock'>,
  tenantKey: TenantKey,
  execution: Execution,
): Promise<void> {
  const found = await switchOfExecution(deps, tenantKey, execution);
  if (found?.evaluationType !== 'IGNORE') return;
  throw new IllegalState({ reason: `execution '${execution.id}' is held by kill switch '${found.name}'` });
}
