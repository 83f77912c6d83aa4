import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TenantKey } from '@windhover/model';
import { createFairQueue, type Charge, type FairQueue } from './fair-queue.ts';

interface Job {
  readonly tenant: TenantKey;
  readonly lengthMs: number;
}

const key = (name: string): TenantKey => name as TenantKey;

/** Runs the queue on `slots` slots in simulated time until `untilMs`; tells who held slots for how long, and who began when. */
function play(queue: FairQueue<Job>, slots: number, untilMs: number, onTime: (at: number) => void = () => {}) {
  const held = new Map<TenantKey, number>();
  const began: { readonly tenant: TenantKey; readonly at: number }[] = [];
  const running: { readonly endsAt: number; readonly beganAt: number; readonly charge: Charge }[] = [];
  let at = 0;
  for (;;) {
    onTime(at);
    while (running.length < slots) {
      const taken = queue.take();
      if (taken === undefined) break;
      began.push({ tenant: taken.job.tenant, at });
      running.push({ endsAt: at + taken.job.lengthMs, beganAt: at, charge: taken.charge });
    }
    running.sort((a, b) => b.endsAt - a.endsAt);
    const next = running.pop();
    if (next === undefined || next.endsAt > untilMs) return { held, began };
    at = next.endsAt;
    queue.settle(next.charge, at - next.beganAt);
    held.set(next.charge.tenantKey, (held.get(next.charge.tenantKey) ?? 0) + at - next.beganAt);
  }
}

describe('fair queue', () => {
  test('jobs of one tenant are taken in the order in which they came', () => {
    const queue = createFairQueue<number>();
    for (let job = 0; job < 5_000; job += 1) queue.add(key('a'), job);

    const taken = Array.from({ length: 5_000 }, () => queue.take()!.job);

    expect(taken).toEqual(Array.from({ length: 5_000 }, (_, index) => index));
    expect(queue.take()).toBeUndefined();
  });

  test('tenants with a backlog hold slots for the same time, whatever the length of their tasks', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 8 }), (lengthsMs, slots) => {
        const queue = createFairQueue<Job>();
        const untilMs = 40_000;
        for (const [index, lengthMs] of lengthsMs.entries()) {
          const tenant = key(`t${index}`);
          for (let job = 0; job < (slots * untilMs) / lengthMs + slots; job += 1)
            queue.add(tenant, { tenant, lengthMs });
        }

        const { held } = play(queue, slots, untilMs);

        const shares = lengthsMs.map((_, index) => held.get(key(`t${index}`)) ?? 0);
        const bound = 2 * (slots + 1) * Math.max(...lengthsMs);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 60 },
    );
  });

  test('a backlog of 100,000 jobs delays the first job of another tenant by no more than a task length', () => {
    const queue = createFairQueue<Job>();
    const flood = key('flood');
    for (let job = 0; job < 100_000; job += 1) queue.add(flood, { tenant: flood, lengthMs: 20 });
    const quiet = key('quiet');
    let asked = false;

    const { began } = play(queue, 4, 10_000, (at) => {
      if (asked || at < 5_000) return;
      asked = true;
      queue.add(quiet, { tenant: quiet, lengthMs: 20 });
    });

    expect(began.find((start) => start.tenant === quiet)!.at).toBeLessThanOrEqual(5_020);
  });

  test('idleness earns no credit', () => {
    const queue = createFairQueue<Job>();
    const busy = key('busy');
    const late = key('late');
    for (let job = 0; job < 10_000; job += 1) queue.add(busy, { tenant: busy, lengthMs: 10 });
    let asked = false;

    const { held } = play(queue, 2, 20_000, (at) => {
      if (asked || at < 10_000) return;
      asked = true;
      for (let job = 0; job < 10_000; job += 1) queue.add(late, { tenant: late, lengthMs: 10 });
    });

    // Of the second half (20 s of slot time) both get the same.
    expect(held.get(late)).toBeGreaterThan(9_500);
    expect(held.get(late)).toBeLessThan(10_500);
  });

  test('a tenant of twice the weight holds slots twice as long', () => {
    const queue = createFairQueue<Job>((tenant) => (tenant === key('big') ? 2 : 1));
    for (const tenant of [key('big'), key('small')])
      for (let job = 0; job < 10_000; job += 1) queue.add(tenant, { tenant, lengthMs: 10 });

    const { held } = play(queue, 3, 10_000);

    expect(held.get(key('big'))! / held.get(key('small'))!).toBeCloseTo(2, 1);
  });

  test('what waits is counted by tenant', () => {
    const queue = createFairQueue<number>();
    queue.add(key('a'), 1);
    queue.add(key('a'), 2);
    queue.add(key('b'), 3);
    queue.take();

    expect(queue.waiting()).toEqual(
      new Map([
        [key('a'), 1],
        [key('b'), 1],
      ]),
    );
  });
});
