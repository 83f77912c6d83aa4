import type { TenantKey } from '@windhover/model';
import { fakeClock } from '@windhover/testing';
import { expect, test } from 'vitest';
import { createPollSlots } from './poll-slots.ts';

const [one, other] = ['one', 'other'] as TenantKey[] as [TenantKey, TenantKey];
const wanted = new AbortController().signal;

/** Work that is over when the test says so. */
function pending() {
  const { promise, resolve } = Promise.withResolvers<string>();
  let signal: AbortSignal | undefined;
  return {
    run: (given: AbortSignal): Promise<string> => {
      signal = given;
      return promise;
    },
    end: resolve,
    hasBegun: (): boolean => signal !== undefined,
    signal: (): AbortSignal => signal!,
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a tenant takes its share of the places, and the next of it begins when one is free', async () => {
  const slots = createPollSlots(fakeClock(), { total: 3, perTenant: 2, limitMs: 1_000 });
  const [first, second, third, foreign] = [pending(), pending(), pending(), pending()];
  const ends = [first, second, third].map(({ run }) => slots.run(one, wanted, run));
  const foreignEnd = slots.run(other, wanted, foreign.run);

  expect([first, second, third, foreign].map((work) => work.hasBegun())).toEqual([true, true, false, true]);
  first.end('first');
  expect(await ends[0]).toBe('first');
  await settle();
  expect(third.hasBegun()).toBe(true);

  for (const work of [second, third, foreign]) work.end('over');
  expect(await Promise.all([...ends, foreignEnd])).toEqual(['first', 'over', 'over', 'over']);
});

test('what looks for too long is told to stop and leaves its place, whether it heeds that or not', async () => {
  const clock = fakeClock();
  const slots = createPollSlots(clock, { total: 1, perTenant: 1, limitMs: 60_000 });
  const [stuck, next] = [pending(), pending()];
  const end = slots.run(one, wanted, stuck.run);
  const nextEnd = slots.run(other, wanted, next.run);
  const said = expect(end).rejects.toThrow('The trigger was still looking after PT1M');

  await clock.advance(60_000);

  await said;
  expect([stuck.signal().aborted, next.hasBegun()]).toEqual([true, true]);
  next.end('over');
  expect(await nextEnd).toBe('over');
  expect(clock.waiting).toBe(0);
});

test('what is not wanted any more is over at once, and never begins when it had to wait', async () => {
  const slots = createPollSlots(fakeClock(), { total: 1, perTenant: 2, limitMs: 1_000 });
  const [running, waiting, last] = [pending(), pending(), pending()];
  const change = new AbortController();
  const ends = [running, waiting].map(({ run }) => slots.run(one, change.signal, run));
  const lastEnd = slots.run(other, wanted, last.run);

  change.abort(new Error('changed'));

  for (const end of ends) await expect(end).rejects.toThrow('changed');
  await settle();
  expect([running.signal().aborted, waiting.hasBegun(), last.hasBegun()]).toEqual([true, false, true]);
  last.end('over');
  expect(await lastEnd).toBe('over');
});
