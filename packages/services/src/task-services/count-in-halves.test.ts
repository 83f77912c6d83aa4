import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countInHalves } from './count-in-halves.ts';

test('a count that stops early comes out exact, as long as no instant holds more than it can count', async () => {
  const instants = fc.uniqueArray(fc.integer({ min: 0, max: 1_000 }), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(instants, fc.integer({ min: 2, max: 70 }), async (all, cap) => {
      const capped = async (since: number, until: number): Promise<number> =>
        Math.min(all.filter((at) => since <= at && at <= until).length, cap);

      expect(await countInHalves(capped, 0, 1_000, cap)).toBe(all.length);
    }),
  );
});
