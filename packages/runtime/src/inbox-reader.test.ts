import { DoesNotExist, type TenantKey } from '@windhover/model';
import type { InboxRow } from '@windhover/ports';
import { setImmediate as afterPromises } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createBackground } from './background.ts';
import { createInboxReader, type InboxReaderParts } from './inbox-reader.ts';

/** Shard 0, whose inbox holds these rows; time moves by hand. */
function inboxOf(...seqs: readonly number[]) {
  let rows = seqs.map((seq): InboxRow => ({
    seq,
    shard: 0,
    kind: 'mail',
    tenantKey: 'dev' as TenantKey,
    executionId: `e${seq}`,
    event: '{}',
  }));
  const reports: unknown[] = [];
  const timers: { readonly delayMs: number; readonly run: () => void }[] = [];
  const background = createBackground((problem) => reports.push(problem));
  const inbox = {
    isOurs: true,
    isOpen: true,
    isReadable: true,
    /** What is read now is answered then. */
    answered: Promise.resolve(),
    reports,
    timers,
    left: () => rows.map(({ seq }) => seq),
    settled: () => background.idle(),
    async later() {
      timers.shift()!.run();
      await background.idle();
    },
    reader(handle: (row: InboxRow) => Promise<unknown>, more: Partial<InboxReaderParts> = {}) {
      return createInboxReader({
        deps: {
          store: {
            shards: {
              shards: [0],
              async inbox(_shard: number, _kind: string, limit: number) {
                if (!inbox.isReadable) throw new Error('the store is away');
                const found = rows.slice(0, limit);
                await inbox.answered;
                return found;
              },
            },
          },
          clock: {
            after(delayMs: number, run: () => void) {
              const timer = { delayMs, run };
              timers.push(timer);
              return () => {
                if (timers.includes(timer)) timers.splice(timers.indexOf(timer), 1);
              };
            },
          },
          report: (problem: unknown) => reports.push(problem),
        } as unknown as InboxReaderParts['deps'],
        background,
        owner: {
          owns: () => inbox.isOurs,
          async takeOut(_shard, _kind, taken) {
            if (inbox.isOpen) rows = rows.filter(({ seq }) => !taken.includes(seq));
            return inbox.isOpen;
          },
        },
        kind: 'mail',
        isInTurn: true,
        handle: async (row) => (await handle(row)) !== false,
        complaint: ({ seq }) => `Row ${seq} was given up`,
        ...more,
      });
    },
  };
  return inbox;
}

test('a row that cannot be handled now is kept and tried again, the rest goes', async () => {
  const inbox = inboxOf(1, 2, 3);
  const asked: number[] = [];
  const reader = inbox.reader(async ({ seq }) => {
    asked.push(seq);
    if (seq === 2 && asked.length < 4) throw new Error('the store is away');
  });

  reader.wake(0);
  await inbox.settled();
  expect([asked, inbox.left()]).toEqual([[1, 2, 3], [2]]);
  reader.wake(0);
  await inbox.settled();
  expect(asked).toHaveLength(3);
  await inbox.later();

  expect([asked, inbox.left(), inbox.reports]).toEqual([[1, 2, 3, 2], [], []]);
});

test('a row that fails each time is given up in the end, with a report', async () => {
  const inbox = inboxOf(1);
  const reader = inbox.reader(() => Promise.reject(new Error('broken')));
  const delays: number[] = [];

  reader.wake(0);
  await inbox.settled();
  while (inbox.timers.length > 0) {
    delays.push(inbox.timers[0]!.delayMs);
    await inbox.later();
  }

  expect(delays).toEqual([1_000, 5_000, 30_000, 120_000]);
  expect(inbox.left()).toEqual([]);
  expect(inbox.reports).toMatchObject([{ executionId: 'e1', message: 'Row 1 was given up' }]);
});

test('a row that would fail the same way the next time is given up at once', async () => {
  const inbox = inboxOf(1);
  inbox.reader(() => Promise.reject(new DoesNotExist({ thing: 'Flow', id: 'f' }))).wake(0);
  await inbox.settled();

  expect([inbox.left(), inbox.timers]).toEqual([[], []]);
  expect(inbox.reports).toMatchObject([{ executionId: 'e1' }]);
});

test('rows behind any number of failing ones are handled', async () => {
  const failing = Array.from({ length: 500 }, (_, index) => index);
  const inbox = inboxOf(...failing, 1_000);
  const reader = inbox.reader(async ({ seq }) => {
    if (seq < 1_000) throw new Error('broken');
  });

  reader.wake(0);
  await inbox.settled();
  for (let looks = 0; looks < 5; looks += 1) {
    reader.wake(0);
    await inbox.settled();
  }

  expect(inbox.left()).toEqual(failing);
});

test('what a stopping server could not handle is left for the next start', async () => {
  const inbox = inboxOf(1, 2);
  const reader = inbox.reader(async () => reader.close());

  reader.wake(0);
  await inbox.settled();

  expect([inbox.left(), inbox.timers]).toEqual([[1, 2], []]);
});

test('rows of a shard that has left are not tried here any more, and counted anew when it comes back', async () => {
  const inbox = inboxOf(1, 2);
  let tries = 0;
  const reader = inbox.reader(async () => {
    tries += 1;
    throw new Error('broken');
  });
  reader.wake(0);
  await inbox.settled();

  inbox.isOurs = false;
  reader.wakeAll();
  await inbox.settled();
  expect([tries, inbox.timers]).toEqual([2, []]);
  inbox.isOurs = true;
  reader.wakeAll();
  await inbox.settled();

  expect([tries, inbox.timers.map(({ delayMs }) => delayMs)]).toEqual([4, [1_000, 1_000]]);
});

test('a shard that leaves while its rows are handled keeps those that were not yet begun', async () => {
  const inbox = inboxOf(1, 2);
  const asked: number[] = [];
  const reader = inbox.reader(async ({ seq }) => {
    asked.push(seq);
    inbox.isOurs = false;
    throw new Error('broken');
  });

  reader.wake(0);
  await inbox.settled();

  expect([asked, inbox.timers]).toEqual([[1], []]);
});

test('a failure that came of a loss does not count as a try, and the row is read again at once', async () => {
  const inbox = inboxOf(1);
  let tries = 0;
  const reader = inbox.reader(
    async () => {
      tries += 1;
      if (tries > 1) return;
      reader.lost();
      throw new DoesNotExist({ thing: 'Shard', id: '0' });
    },
    { isInTurn: false },
  );

  reader.wake(0);
  await inbox.settled();

  expect([tries, inbox.left(), inbox.reports, inbox.timers]).toEqual([2, [], [], []]);
});

test('rows that could not be taken out, or not be read, are looked at again', async () => {
  const inbox = inboxOf(1);
  inbox.isOpen = false;
  const reader = inbox.reader(async () => undefined);
  reader.wake(0);
  await inbox.settled();
  expect(inbox.left()).toEqual([1]);
  inbox.isOpen = true;
  inbox.isReadable = false;
  await inbox.later();
  expect(inbox.reports).toMatchObject([{ message: 'Could not read mail of shard 0' }]);
  inbox.isReadable = true;
  await inbox.later();

  expect([inbox.left(), inbox.timers]).toEqual([[], []]);
});

test('a row that goes with the commit that applies it is not taken out', async () => {
  const inbox = inboxOf(1);
  inbox.reader(async () => false).wake(0);
  await inbox.settled();

  expect(inbox.left()).toEqual([1]);
});

test.for([true, false])(
  'a row that goes while it is read once more is handled once (is taken out: %s)',
  async (isTakenOut) => {
    const inbox = inboxOf(1);
    const asked: number[] = [];
    const handled = Promise.withResolvers<void>();
    const read = Promise.withResolvers<void>();
    const reader = inbox.reader(
      async ({ seq }) => {
        asked.push(seq);
        await handled.promise;
        return isTakenOut;
      },
      { isInTurn: false },
    );
    reader.wake(0);
    await afterPromises();

    inbox.answered = read.promise;
    reader.wake(0);
    handled.resolve();
    await afterPromises();
    read.resolve();
    await inbox.settled();

    expect([asked, inbox.left()]).toEqual([[1], isTakenOut ? [] : [1]]);
  },
);
