import type { KillSwitch } from '@windhover/model';
import type { Deps } from '../deps.ts';
import { holdsAt } from './nearest-switch.ts';

/** Those of the instance that hold now, from the store. */
export async function holdingSwitches({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<readonly KillSwitch[]> {
  const now = clock.now();
  return (await store.killSwitches.list()).filter((found) => holdsAt(found, now));
}
