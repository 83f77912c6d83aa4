/**
 * Behind the announcements: while executions wait for a slot, the limits of their tenants are read again now and then, so
 * that a change which nobody heard of still lets them in, and so does that they wait for each other.
 */
import type { TenantKey } from '@windhover/model';
import type { RuntimeClock } from './deps.ts';
import type { Limits } from './limits.ts';
import type { Slots } from './slots.ts';

export interface AdmissionSweep {
  /** Sweeps from now on until nothing waits. */
  arm(): void;
  close(): void;
}

const sweepMs = 5_000;

export function createAdmissionSweep(
  clock: RuntimeClock,
  slots: Pick<Slots, 'tenantsWaiting'>,
  limits: Pick<Limits, 'refresh'>,
  admit: (tenantKey: TenantKey) => void,
): AdmissionSweep {
  let cancel: (() => void) | undefined;
  const sweep = (): void => {
    cancel = undefined;
    const waiting = [...slots.tenantsWaiting()];
    for (const tenantKey of waiting) {
      limits.refresh(tenantKey);
      admit(tenantKey);
    }
    if (waiting.length > 0) arm();
  };
  const arm = (): void => {
    cancel ??= clock.after(sweepMs, sweep);
  };
  return { arm, close: () => cancel?.() };
}
