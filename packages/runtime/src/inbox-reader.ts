/**
 * Reads rows of one kind from the inboxes of the shards that are served here. A row stays in the store until it was
 * handled: a crash, a commit that is refused, or a store that does not answer, only has it handled again.
 */
import { ExpressionError } from '@windhover/expressions';
import { isUnavailable, WindhoverError } from '@windhover/model';
import type { InboxKind, InboxRow } from '@windhover/ports';
import type { Background } from './background.ts';
import type { RuntimeDeps } from './deps.ts';

export interface InboxReader {
  /** There may be rows in the shard's inbox. */
  wake(shard: number): void;
  /** There may be rows in any inbox, and other shards may be served here than before. */
  wakeAll(): void;
  /** The outcome of what is under way does not count: memory is loaded again, and so is what came of it. */
  lost(): void;
  /** What is not handled by now is left for the next start. */
  close(): void;
}

/** The executor, as far as inboxes go. */
export interface InboxOwner {
  owns(shard: number): boolean;
  /** Takes rows out of the shard's inbox; false when they must be read again, once they can be. */
  takeOut(shard: number, kind: InboxKind, seqs: readonly number[]): Promise<boolean>;
}

export interface InboxReaderParts {
  readonly deps: Pick<RuntimeDeps, 'store' | 'clock' | 'report'>;
  readonly background: Background;
  readonly owner: InboxOwner;
  readonly kind: InboxKind;
  /** Rows of a shard one after the other; else all that are read at once. */
  readonly isInTurn: boolean;
  /** Resolves to whether the row is to be taken out; false when the commit that applies it does that, or another server. */
  handle(row: InboxRow): Promise<boolean>;
  /** Says that a row was given up. */
  complaint(row: InboxRow): string;
}

interface Inbox {
  readonly shard: number;
  isReading: boolean;
  isWoken: boolean;
  /** Whether there were more rows than were read. */
  hasMore: boolean;
  readonly underWay: Set<number>;
  /** Handled since the last read began, whose answer may still hold them. */
  readonly handled: Set<number>;
  /** Of rows that failed: how many tries they have had. */
  readonly tries: Map<number, number>;
  /** Rows that wait for their next try: what ends the wait early. */
  readonly resting: Map<number, () => void>;
}

const atOnce = 200;
/** Until the next try; a row that failed so often is given up. */
const retryDelaysMs = [1_000, 5_000, 30_000, 120_000] as const;

export function createInboxReader(parts: InboxReaderParts): InboxReader {
  const { deps, background, owner, kind, isInTurn } = parts;
  const { clock, store } = deps;
  const inboxes = new Map<number, Inbox>();
  const retries = new Set<() => void>();
  let losses = 0;
  let isClosed = false;

  return {
    wake,
    wakeAll() {
      for (const shard of store.shards.shards) wake(shard);
    },
    lost() {
      losses += 1;
    },
    close() {
      isClosed = true;
      for (const cancel of retries) cancel();
    },
  };

  function wake(shard: number): void {
    if (isClosed) return;
    if (!owner.owns(shard)) return leave(inboxes.get(shard));
    const inbox = inboxOf(shard);
    inbox.isWoken = true;
    if (inbox.isReading) return;
    inbox.isReading = true;
    background.run(`read ${kind} of shard ${shard}`, read(inbox));
  }

  function inboxOf(shard: number): Inbox {
    let inbox = inboxes.get(shard);
    if (inbox === undefined) {
      inbox = {
        shard,
        isReading: false,
        isWoken: false,
        hasMore: false,
        underWay: new Set(),
        handled: new Set(),
        tries: new Map(),
        resting: new Map(),
      };
      inboxes.set(shard, inbox);
    }
    return inbox;
  }

  /** Another server tries its rows now. */
  function leave(inbox: Inbox | undefined): void {
    if (inbox === undefined) return;
    for (const cancel of inbox.resting.values()) cancel();
    inbox.resting.clear();
    inbox.tries.clear();
  }

  async function read(inbox: Inbox): Promise<void> {
    try {
      while (inbox.isWoken) {
        inbox.isWoken = false;
        await readSome(inbox);
      }
    } catch (cause) {
      later(retryDelaysMs[0], () => wake(inbox.shard));
      throw cause;
    } finally {
      inbox.isReading = false;
    }
  }

  async function readSome(inbox: Inbox): Promise<void> {
    const { shard, underWay, handled, resting } = inbox;
    const limit = atOnce + underWay.size + resting.size;
    const before = losses;
    handled.clear();
    const rows = await store.shards.inbox(shard, kind, limit);
    // Some of what was read before a loss may have been applied with the last commit before it
    if (before !== losses) return wake(shard);
    inbox.hasMore = rows.length === limit;
    for (const row of rows) {
      if (isClosed || !owner.owns(shard)) return;
      if (underWay.has(row.seq) || handled.has(row.seq) || resting.has(row.seq)) continue;
      underWay.add(row.seq);
      const tried = handle(inbox, row);
      if (isInTurn) await tried;
      else background.run(`handle ${kind} of execution '${row.executionId}'`, tried);
    }
  }

  /** Resolves once it was tried; never rejects. */
  async function handle(inbox: Inbox, row: InboxRow): Promise<void> {
    const before = losses;
    let isToGo: boolean;
    try {
      isToGo = await parts.handle(row);
    } catch (cause) {
      // A server that stops refuses what is asked of it: nothing is known of how it would have gone
      if (isClosed) return;
      if (before !== losses) return again(inbox, row);
      const delayMs = isFinal(cause) ? undefined : retryDelaysMs[inbox.tries.get(row.seq) ?? 0];
      if (delayMs !== undefined) {
        inbox.tries.set(row.seq, (inbox.tries.get(row.seq) ?? 0) + 1);
        return rest(inbox, row, delayMs);
      }
      const { executionId } = row;
      deps.report({ message: parts.complaint(row), cause, executionId });
      isToGo = true;
    }
    if (isClosed) return;
    if (isToGo) background.run(`take ${kind} out of shard ${row.shard}`, takeOut(inbox, row));
    else done(inbox, row);
  }

  async function takeOut(inbox: Inbox, row: InboxRow): Promise<void> {
    if (await owner.takeOut(row.shard, kind, [row.seq])) done(inbox, row);
    else rest(inbox, row, retryDelaysMs[0]);
  }

  function again({ underWay, shard }: Inbox, { seq }: InboxRow): void {
    underWay.delete(seq);
    wake(shard);
  }

  function done(inbox: Inbox, { seq }: InboxRow): void {
    inbox.underWay.delete(seq);
    inbox.handled.add(seq);
    inbox.tries.delete(seq);
    if (inbox.hasMore) wake(inbox.shard);
  }

  function rest(inbox: Inbox, { seq, shard }: InboxRow, delayMs: number): void {
    inbox.underWay.delete(seq);
    if (isClosed) return;
    if (!owner.owns(shard)) return leave(inbox);
    const cancel = later(delayMs, () => {
      inbox.resting.delete(seq);
      wake(shard);
    });
    inbox.resting.set(seq, cancel);
  }

  function later(delayMs: number, run: () => void): () => void {
    const stop = clock.after(delayMs, () => {
      retries.delete(cancel);
      run();
    });
    const cancel = (): void => {
      retries.delete(cancel);
      stop();
    };
    retries.add(cancel);
    return cancel;
  }
}

/** It would go the same way the next time. */
export function isFinal(cause: unknown): boolean {
  if (isUnavailable(cause)) return false;
  if (cause instanceof WindhoverError) return cause.status < 500;
  return cause instanceof ExpressionError || cause instanceof RangeError;
}
