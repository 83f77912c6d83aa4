import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RateLimiter } from './rate-limiter.ts';

test('a whole burst is taken, the next one is told how long to wait, and each key has its own', () => {
  const limiter = new RateLimiter({ maxRequests: 3, windowMs: 60_000 });
  expect([0, 0, 0, 0].map((now) => limiter.take('a', now))).toEqual([0, 0, 0, 20_000]);
  expect(limiter.take('b', 0)).toBe(0);
  expect([limiter.take('a', 19_999), limiter.take('a', 20_000), limiter.take('a', 20_000)]).toEqual([1, 0, 20_000]);
});

test('without a rate everything is taken', () => {
  const limiter = new RateLimiter({ maxRequests: 0, windowMs: 60_000 });
  for (let index = 0; index < 1_000; index += 1) expect(limiter.take('a', 0)).toBe(0);
});

test('whatever comes when, a window never holds more than twice its requests, and whoever waits is taken', () => {
  const arrivals = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 200 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), arrivals, (maxRequests, gapsMs) => {
      const limiter = new RateLimiter({ maxRequests, windowMs: 10_000 });
      const taken: number[] = [];
      let now = 1_000_000;
      for (const gapMs of gapsMs) {
        now += gapMs;
        const waitMs = limiter.take('a', now);
        if (waitMs > 0) {
          now += Math.ceil(waitMs);
          expect(limiter.take('a', now)).toBe(0);
        }
        taken.push(now);
      }
      for (const from of taken) {
        expect(taken.filter((at) => at >= from && at < from + 10_000).length).toBeLessThanOrEqual(2 * maxRequests);
      }
    }),
  );
});
