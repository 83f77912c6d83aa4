import type { KillSwitch } from '@windhover/model';
import type { WriteOp } from './write-op.ts';

/** Kill switches of the instance. Those that name a tenant go when it is removed. */
export interface KillSwitchStore {
  /** In the order in which they were made. */
  list(): Promise<readonly KillSwitch[]>;
  find(id: string): Promise<KillSwitch | undefined>;
  insert(killSwitch: KillSwitch): WriteOp;
  /** Replaces it; `Conflict('Kill switch', id)` when there is none. */
  update(killSwitch: KillSwitch): WriteOp;
  /** `Conflict('Kill switch', id)` when there is none. */
  delete(id: string): WriteOp;
}
