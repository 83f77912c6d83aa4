/**
 * Reads news of changed executions from the inboxes of shards, where it stays until everybody who listens has answered:
 * a crash, or a store that does not answer, only has them asked again.
 */
import type { InboxRow } from '@windhover/ports';
import type { TriggerDeps } from './trigger-deps.ts';

export interface NewsReader {
  /** There may be news in the shard's inbox. */
  wake(shard: number): void;
  /** What is not answered by now is left for the next start. */
  close(): void;
}

/** The executor, as far as inboxes go. False when the rows must be read again later. */
type TakeNews = (shard: number, seqs: readonly number[]) => Promise<boolean>;

const atOnce = 100;
/** Until the next try; news that nobody could answer so often is dropped. */
const retryDelaysMs = [1_000, 5_000, 30_000, 120_000] as const;

/** `answer` rejects when the news must be asked again. */
export function createNewsReader(
  { store, clock, background, report }: TriggerDeps,
  take: TakeNews,
  answer: (row: InboxRow) => Promise<void>,
): NewsReader {
  /** Shards whose inbox is being read, and those that were woken meanwhile. */
  const reading = new Set<number>();
  const woken = new Set<number>();
  /** Of news that waits for its next try: how many it has had. */
  const tries = new Map<number, number>();
  const resting = new Set<number>();
  const timers = new Set<() => void>();
  let isClosed = false;

  const wake = (shard: number): void => {
    if (isClosed) return;
    woken.add(shard);
    if (reading.has(shard)) return;
    reading.add(shard);
    background.run('look at the news for flow triggers', read(shard));
  };

  return {
    wake,
    close() {
      isClosed = true;
      for (const cancel of timers) cancel();
    },
  };

  async function read(shard: number): Promise<void> {
    try {
      while (woken.delete(shard)) {
        for (let done = await readSome(shard); done.length > 0; done = await readSome(shard)) {
          if (!(await take(shard, done))) return;
        }
      }
    } catch (cause) {
      later(retryDelaysMs[0], () => wake(shard));
      throw cause;
    } finally {
      reading.delete(shard);
    }
  }

  /** What was answered, or is given up. */
  async function readSome(shard: number): Promise<readonly number[]> {
    const done: number[] = [];
    for (const row of await store.shards.inbox(shard, 'news', atOnce)) {
      if (resting.has(row.seq)) continue;
      const isDone = await answer(row).then(
        () => true,
        (cause: unknown) => isGivenUp(row, cause),
      );
      // A server that stops refuses what listeners start: nothing is known of how they would have answered
      if (isClosed) return [];
      if (isDone) done.push(row.seq);
    }
    return done;
  }

  function isGivenUp({ seq, shard, executionId }: InboxRow, cause: unknown): boolean {
    const delayMs = retryDelaysMs[tries.get(seq) ?? 0];
    if (delayMs === undefined) {
      tries.delete(seq);
      report({ message: 'Flow triggers did not hear of an execution', cause, executionId });
      return true;
    }
    tries.set(seq, (tries.get(seq) ?? 0) + 1);
    resting.add(seq);
    later(delayMs, () => {
      resting.delete(seq);
      wake(shard);
    });
    return false;
  }

  function later(delayMs: number, run: () => void): void {
    const cancel = clock.after(delayMs, () => {
      timers.delete(cancel);
      run();
    });
    timers.add(cancel);
  }
}
