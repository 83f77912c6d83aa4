import type { TenantKey } from '@windhover/model';
import type { InboxRow } from '@windhover/ports';
import { expect, test } from 'vitest';
import { createBackground } from '../background.ts';
import { createNewsReader } from './read-news.ts';
import type { TriggerDeps } from './trigger-deps.ts';

/** One shard whose inbox holds these rows; time moves by hand. */
function inboxOf(...seqs: readonly number[]) {
  let rows = seqs.map((seq): InboxRow => ({
    seq,
    shard: 0,
    kind: 'news',
    tenantKey: 'dev' as TenantKey,
    executionId: `e${seq}`,
    event: '{}',
  }));
  const reports: unknown[] = [];
  const timers: { readonly delayMs: number; readonly run: () => void }[] = [];
  const background = createBackground((problem) => reports.push(problem));
  const deps = {
    store: { shards: { inbox: async () => rows } },
    clock: {
      after(delayMs: number, run: () => void) {
        const timer = { delayMs, run };
        timers.push(timer);
        return () => void timers.splice(timers.indexOf(timer), 1);
      },
    },
    background,
    report: (problem: unknown) => reports.push(problem),
  } as unknown as TriggerDeps;
  return {
    deps,
    reports,
    timers,
    left: () => rows.map(({ seq }) => seq),
    take: async (_shard: number, taken: readonly number[]) => {
      rows = rows.filter(({ seq }) => !taken.includes(seq));
      return true;
    },
    settled: () => background.idle(),
  };
}

test('news that a listener cannot answer now is kept and asked again, the rest goes', async () => {
  const inbox = inboxOf(1, 2, 3);
  const asked: number[] = [];
  const reader = createNewsReader(inbox.deps, inbox.take, async ({ seq }) => {
    asked.push(seq);
    if (seq === 2 && asked.length < 4) throw new Error('the store is away');
  });

  reader.wake(0);
  await inbox.settled();
  expect([asked, inbox.left()]).toEqual([[1, 2, 3], [2]]);
  reader.wake(0);
  await inbox.settled();
  expect(asked).toHaveLength(3);
  inbox.timers.shift()!.run();
  await inbox.settled();

  expect([asked, inbox.left(), inbox.reports]).toEqual([[1, 2, 3, 2], [], []]);
});

test('news that nobody can ever answer is dropped in the end, with a report', async () => {
  const inbox = inboxOf(1);
  const reader = createNewsReader(inbox.deps, inbox.take, () => Promise.reject(new Error('broken')));
  const delays: number[] = [];

  reader.wake(0);
  await inbox.settled();
  for (let timer = inbox.timers.shift(); timer !== undefined; timer = inbox.timers.shift()) {
    delays.push(timer.delayMs);
    timer.run();
    await inbox.settled();
  }

  expect(delays).toEqual([1_000, 5_000, 30_000, 120_000]);
  expect(inbox.left()).toEqual([]);
  expect(inbox.reports).toMatchObject([{ executionId: 'e1' }]);
});

test('what a stopping server could not answer is left for the next start', async () => {
  const inbox = inboxOf(1, 2);
  const reader = createNewsReader(inbox.deps, inbox.take, async () => reader.close());

  reader.wake(0);
  await inbox.settled();

  expect([inbox.left(), inbox.timers]).toEqual([[1, 2], []]);
});
