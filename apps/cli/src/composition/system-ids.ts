/** Ids and randomness from the system's generator. */
import { randomBytes, randomFillSync } from 'node:crypto';
import { timeOrderedId } from '@windhover/model';
import type { Clock, Ids } from '@windhover/services';

/** Bytes that one id takes. */
const perId = 10;

export function systemIds(clock: Clock): Ids {
  // One call of the generator for hundreds of ids: it costs more than the rest of an id.
  const pool = new Uint8Array(perId * 400);
  let used = pool.length;
  return {
    next() {
      if (used + perId > pool.length) {
        randomFillSync(pool);
        used = 0;
      }
      const bytes = pool.subarray(used, used + perId);
      used += perId;
      return timeOrderedId(clock.now(), bytes);
    },
    random: (length) => new Uint8Array(randomBytes(length)),
  };
}
