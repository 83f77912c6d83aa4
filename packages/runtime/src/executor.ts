/**
 * The owner of one shard: holds its live executions, applies what arrives to them, and commits the outcome in batches.
 * Effects are released and callers answered after the commit that holds their cause. Memory is never trusted over rows:
 * when a commit is refused or its fate unknown, all of it is dropped, loaded again, and what was under way applied anew.
 */
import type { Event } from '@windhover/engine';
import { invariant, WindhoverError, type Execution, type TenantKey } from '@windhover/model';
import { toExecution, topics } from '@windhover/ports';
import type { CreateExecution } from '@windhover/services';
import { Batch } from './batch.ts';
import { CommitPipeline } from './commit-pipeline.ts';
import { createOnce } from './create-once.ts';
import type { Envelope, Settle } from './envelope.ts';
import { giveUp } from './give-up.ts';
import { executionOf, type Held } from './held.ts';
import { loadExecution, loadShard, type LoadedShard } from './load-shard.ts';
import { notifyParentOfRow } from './notify-parent.ts';
import { openInputs } from './open-inputs.ts';
import { createRelease, type Release } from './release-effects.ts';
import { createSlots, type Slots } from './slots.ts';
import { createStepper, type Stepper } from './step-execution.ts';
import { createTimers, type Timers } from './timers.ts';
import type { Tools } from './tools.ts';

/** Between tries to load the shard; the last one repeats. */
const loadDelaysMs = [0, 100, 500, 1_000, 5_000] as const;
/** An event that throws is tried once more on fresh memory, in case the fault was in what memory held. */
const maxFailures = 2;
/** After this many refused commits in a row each event gets a commit of its own, to find the one that is refused. */
const maxLosses = 3;

export class Executor {
  readonly shard: number;
  readonly slots: Slots = createSlots();
  readonly timers: Timers;
  batch = new Batch();
  readonly #lives = new Map<string, Held>();
  readonly #tools: Tools;
  readonly #stepper: Stepper;
  readonly #release: Release;
  readonly #createOnce: (request: CreateExecution) => Promise<Execution>;
  readonly #pipeline: CommitPipeline;
  /** Closed batches that wait for room. */
  #closed: Batch[] = [];
  /** What arrives while the whole shard is loaded, and for executions that are being loaded. */
  #arrived: Envelope[] | undefined = [];
  readonly #loading = new Map<string, Envelope[]>();
  readonly #failures = new Map<string, number>();
  readonly #waiters = new Map<string, Set<() => void>>();
  readonly #whenCommitted = new Map<Held, () => void>();
  #whenQuiet: (() => void)[] = [];
  /** Commits refused in a row. */
  #losses = 0;
  #isScheduled = false;
  #isClosed = false;

  constructor(shard: number, tools: Tools) {
    this.shard = shard;
    this.#tools = tools;
    this.timers = createTimers(tools.deps.clock, (held, key) => this.#fire(held, key));
    this.#stepper = createStepper(this, tools);
    this.#release = createRelease(this, tools);
    this.#createOnce = createOnce(async (request) => {
      const { tenantKey, executionId } = request;
      const opened = await openInputs(tools.deps, tenantKey, request.inputs);
      const run = tools.nextRun();
      const created = await answered((settle) =>
        this.submit({ kind: 'create', tenantKey, executionId, request, run, opened, settle }),
      );
      return created!;
    }, tools);
    this.#pipeline = new CommitPipeline({
      commit: (owned, rows) => tools.deps.store.shards.commit({ owned, rows }),
      landed: (batch) => this.#landed(batch),
      lost: (batches, cause) => this.#lost(batches, cause),
    });
  }

  get size(): number {
    return this.#lives.size;
  }

  /** Takes the shard and continues what it holds. */
  open(): Promise<void> {
    return this.#load();
  }

  /** Resolves after the commit. A repeat of an idempotency key answers the first execution. */
  create(request: CreateExecution): Promise<Execution> {
    return this.#createOnce(request);
  }

  /** Takes rows out of the inbox; resolves when that is committed, or lost: then they are read again. */
  takeNews(seqs: readonly number[]): Promise<void> {
    return new Promise((resolve) => {
      this.batch.inboxApplied.push(...seqs);
      this.batch.settled.push(resolve);
      this.#schedule();
    });
  }

  /** Undefined when the tenant has no such execution. */
  send(tenantKey: TenantKey, executionId: string, event: Event): Promise<Execution | undefined> {
    return answered((settle) => this.submit({ kind: 'event', tenantKey, executionId, event, settle }));
  }

  /** As `send`, for the runtime's own events: nobody waits for the commit. */
  post({ tenantKey, executionId }: Pick<Held, 'tenantKey' | 'executionId'>, event: Event): void {
    this.submit({ kind: 'event', tenantKey, executionId, event });
  }

  /** Applied at once, unless the execution or the whole shard must be loaded first. */
  submit(envelope: Envelope): void {
    const { executionId, tenantKey } = envelope;
    if (this.#isClosed) return;
    const queue = this.#arrived ?? this.#loading.get(executionId);
    if (queue !== undefined) {
      queue.push(envelope);
      return;
    }
    const held = this.#lives.get(executionId);
    if (envelope.kind === 'create') this.#begin(envelope);
    else if (held === undefined) this.#loadFor(executionId, tenantKey, [envelope]);
    else if (held.tenantKey !== tenantKey) envelope.settle?.resolve(undefined);
    else if (needsRows(held, envelope)) this.#loading.set(executionId, [envelope]);
    else this.#apply(held, envelope);
  }

  find(executionId: string): Held | undefined {
    return this.#lives.get(executionId);
  }

  /** Whether this is the memory of an execution that counts: not one that was dropped and loaded again. */
  isCurrent(held: Held): boolean {
    return this.#lives.get(held.executionId) === held;
  }

  /** Resolves when the execution and what runs after it are over; at once when no such execution is live. */
  waitForEnd(executionId: string, signal: AbortSignal): Promise<void> {
    if (signal.aborted || (!this.#lives.has(executionId) && this.#arrived === undefined)) return Promise.resolve();
    return new Promise((resolve) => {
      const waiters = this.#waiters.get(executionId) ?? new Set();
      this.#waiters.set(executionId, waiters);
      const settle = (): void => {
        waiters.delete(settle);
        if (waiters.size === 0) this.#waiters.delete(executionId);
        signal.removeEventListener('abort', settle);
        resolve();
      };
      waiters.add(settle);
      signal.addEventListener('abort', settle);
    });
  }

  /** Resolves once all that was submitted is committed. */
  quiet(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenQuiet.push(resolve);
      this.#schedule();
    });
  }

  /** Writes what was submitted and takes nothing more. */
  async close(): Promise<void> {
    this.timers.clear();
    await this.quiet();
    this.#isClosed = true;
  }

  #begin(envelope: Envelope & { readonly kind: 'create' }): void {
    let held: Held;
    try {
      invariant(!this.#lives.has(envelope.executionId), `the id '${envelope.executionId}' of a new execution is new`);
      held = this.#stepper.begin(envelope);
    } catch (cause) {
      envelope.settle?.reject(cause);
      return;
    }
    this.#lives.set(held.executionId, held);
    this.#apply(held, envelope);
  }

  #apply(held: Held, envelope: Envelope): void {
    this.batch.envelopes.push(envelope);
    if (envelope.settle !== undefined) this.batch.answers.push({ held, settle: envelope.settle });
    try {
      this.#stepper.step(held, envelope);
    } catch (cause) {
      this.#isolate(held, cause);
    }
    this.#dropIfOver(held);
    if (this.batch.isFull() || this.#losses >= maxLosses) this.#close();
    this.#schedule();
  }

  #fire(held: Held, key: string): void {
    if (!this.isCurrent(held)) return;
    const dueAt = held.timers.get(key)!;
    held.timers.delete(key);
    this.batch.clearTimer({ shard: this.shard, tenantKey: held.tenantKey, run: held.run, key, dueAt });
    this.post(held, { kind: 'timerFired', key, at: this.#tools.deps.clock.now() });
  }

  #close(): void {
    this.batch.close(this.shard);
    this.#closed.push(this.batch);
    this.batch = new Batch();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    while (this.#pipeline.hasRoom()) {
      if (this.#closed.length === 0) {
        if (this.batch.isEmpty()) break;
        this.#close();
      }
      this.#pipeline.send(this.#closed.shift()!);
    }
    if (this.#whenQuiet.length > 0 && this.#isQuiet()) for (const resolve of this.#whenQuiet.splice(0)) resolve();
  }

  #isQuiet(): boolean {
    return (
      this.#arrived === undefined &&
      this.#pipeline.isIdle() &&
      this.#closed.length === 0 &&
      this.#loading.size === 0 &&
      this.batch.isEmpty()
    );
  }

  #landed(batch: Batch): void {
    this.#losses = 0;
    for (const held of batch.touched.keys()) this.#committed(held);
    for (const { held, settle } of batch.answers) {
      settle.resolve(batch.touched.get(held)?.execution ?? executionOf(held));
    }
    this.#publish(batch);
    for (const settle of batch.settled) settle();
    for (const { held, effect } of batch.effects) if (this.isCurrent(held)) this.#release(held, effect);
    for (const held of batch.touched.keys()) this.#dropIfOver(held);
    this.#flush();
  }

  #committed(held: Held): void {
    held.uncommitted -= 1;
    if (held.uncommitted > 0) return;
    this.#whenCommitted.get(held)?.();
    this.#whenCommitted.delete(held);
  }

  /** An execution that is over leaves memory with the commit that says so; what asked for its rows meanwhile gets them. */
  #dropIfOver(held: Held): void {
    if (!held.live.isOver || held.uncommitted > 0 || !this.isCurrent(held)) return;
    const { executionId, tenantKey } = held;
    this.#lives.delete(executionId);
    this.#failures.delete(executionId);
    for (const settle of [...(this.#waiters.get(executionId) ?? [])]) settle();
    const asked = this.#loading.get(executionId);
    if (asked !== undefined) this.#loadFor(executionId, tenantKey, asked);
  }

  #publish({ touched, logs }: Batch): void {
    const { transport } = this.#tools.deps;
    for (const [{ tenantKey, executionId, live }, { taskRuns }] of touched) {
      const ords = [...taskRuns.keys()];
      transport.publish(topics.execution(tenantKey, executionId), { executionId, ords, isOver: live.isOver });
    }
    for (const { held, ord, attempt, lines } of logs.values()) {
      const { tenantKey, executionId } = held;
      transport.publish(topics.logs(tenantKey, executionId), { executionId, ord, attempt, lines });
    }
  }

  #loadFor(executionId: string, tenantKey: TenantKey, envelopes: Envelope[]): void {
    this.#loading.set(executionId, envelopes);
    const load = loadExecution(tenantKey, executionId, this.#tools).then(
      (held) => this.#loaded(executionId, envelopes, held),
      (cause: unknown) => {
        if (this.#loading.get(executionId) !== envelopes) return;
        this.#loading.delete(executionId);
        for (const envelope of envelopes) envelope.settle?.reject(cause);
        throw cause;
      },
    );
    this.#tools.background.run(`load execution '${executionId}'`, load);
  }

  #loaded(executionId: string, envelopes: Envelope[], held: Held | undefined): void {
    // The shard was loaded again meanwhile and has taken the envelopes over.
    if (this.#loading.get(executionId) !== envelopes) return;
    this.#loading.delete(executionId);
    if (held === undefined) {
      for (const envelope of envelopes) envelope.settle?.resolve(undefined);
    } else {
      this.#adopt(held);
      for (const envelope of envelopes) this.submit(envelope);
      if (this.isCurrent(held)) this.#reportLost(held);
      this.#dropIfOver(held);
    }
    this.#schedule();
  }

  /** Takes an execution from its rows into memory and derives what it waits for. */
  #adopt(held: Held): void {
    const { clock } = this.#tools.deps;
    this.#lives.set(held.executionId, held);
    if (held.live.isOver) return;
    for (const [key, dueAt] of held.timers) this.timers.set(held, key, dueAt);
    this.post(held, { kind: 'loaded', at: clock.now() });
  }

  /**
   * Attempts whose worker is gone are made again. Asked only once what was under way has been applied anew: a result that
   * was not committed is still a result.
   */
  #reportLost(held: Held): void {
    const { jobs, workerId, deps } = this.#tools;
    for (const { ord, attempt, lease, workerId: claimedBy, task } of [...held.live.open.values()]) {
      if (claimedBy === undefined || task.kind !== 'runnable') continue;
      const isHere = claimedBy === workerId && jobs.isRunning(held.executionId, ord, attempt, lease);
      if (!isHere) this.post(held, { kind: 'taskLost', ord, attempt, lease, at: deps.clock.now() });
    }
  }

  /** Its memory is broken: dropped and loaded again without touching any other execution. */
  #isolate(held: Held, cause: unknown): void {
    const { executionId, tenantKey } = held;
    this.#tools.deps.report({ message: `Execution '${executionId}' could not be advanced`, cause, executionId });
    this.#lives.delete(executionId);
    this.slots.release(held);
    const envelopes = [...this.batch.forget(held)];
    const failures = (this.#failures.get(executionId) ?? 0) + 1;
    this.#failures.set(executionId, failures);
    const isHopeless = failures >= maxFailures || !held.isStored;
    if (isHopeless) for (const envelope of envelopes) envelope.settle?.reject(cause);
    if (!held.isStored) return;
    const queue = isHopeless ? [] : envelopes;
    this.#loading.set(executionId, queue);
    const committed =
      held.uncommitted === 0
        ? Promise.resolve()
        : new Promise<void>((resolve) => this.#whenCommitted.set(held, resolve));
    const again = committed.then(async () => {
      if (this.#loading.get(executionId) !== queue) return;
      if (isHopeless) await this.#giveUp(tenantKey, executionId, cause);
      this.#loadFor(executionId, tenantKey, queue);
    });
    this.#tools.background.run(`isolate execution '${executionId}'`, again);
  }

  async #giveUp(tenantKey: TenantKey, executionId: string, cause: unknown): Promise<void> {
    const row = await this.#tools.deps.store.shards.findExecution(tenantKey, executionId);
    if (row === undefined || row.endedAt !== null) return;
    const write = await giveUp(row, cause, this.#tools);
    write(this.batch);
    const written = new Promise<void>((resolve) => this.batch.settled.push(resolve));
    notifyParentOfRow(this, toExecution(row), row.tenantKey, this.#tools.deps.clock.now());
    this.#failures.delete(executionId);
    this.#schedule();
    await written;
  }

  /** What was sent to the store may or may not be in the rows: start again from them. */
  #lost(batches: readonly Batch[], cause: unknown): void {
    this.#losses += 1;
    this.#tools.deps.report({ message: `A commit of shard ${this.shard} was refused, it is loaded again`, cause });
    const culprit = this.#losses > maxLosses ? batches[0]?.envelopes[0] : undefined;
    const unfinished = [...batches, ...this.#closed, this.batch].flatMap((batch) => batch.envelopes);
    const waiting = [...unfinished, ...[...this.#loading.values()].flat()].filter((envelope) => {
      const isRefused = envelope === culprit || (cause instanceof WindhoverError && envelope.settle !== undefined);
      if (isRefused) envelope.settle?.reject(cause);
      return !isRefused;
    });
    for (const batch of [...batches, ...this.#closed, this.batch]) for (const settle of batch.settled) settle();
    this.#arrived = waiting;
    this.#closed = [];
    this.#loading.clear();
    this.#whenCommitted.clear();
    this.#tools.background.run(
      `load shard ${this.shard} again`,
      this.#load().then(() => culprit && this.#giveUp(culprit.tenantKey, culprit.executionId, cause)),
    );
  }

  /** Tries until it succeeds: without the shard nothing goes on. */
  async #load(): Promise<void> {
    const { deps, workerId } = this.#tools;
    for (let attempt = 0; ; attempt += 1) {
      this.#lives.clear();
      this.timers.clear();
      this.slots.clear();
      this.batch = new Batch();
      try {
        const owned = await deps.store.shards.take(this.shard, workerId);
        const loaded = await loadShard(this.shard, this.#tools);
        const arrived = await this.#withoutDone();
        this.#pipeline.open(owned);
        return this.#resume(loaded, arrived);
      } catch (cause) {
        deps.report({ message: `Could not load shard ${this.shard}`, cause });
        const delayMs = loadDelaysMs[Math.min(attempt, loadDelaysMs.length - 1)]!;
        await new Promise<void>((resolve) => deps.clock.after(delayMs, resolve));
      }
    }
  }

  /** Creations whose commit was durable after all are answered from their rows. */
  async #withoutDone(): Promise<readonly Envelope[]> {
    const { shards } = this.#tools.deps.store;
    const waiting: Envelope[] = [];
    // Grows while it is looked through.
    for (const envelope of this.#arrived!) {
      const row =
        envelope.kind === 'create' ? await shards.findExecution(envelope.tenantKey, envelope.executionId) : undefined;
      if (row === undefined) waiting.push(envelope);
      else envelope.settle?.resolve(toExecution(row));
    }
    return waiting;
  }

  #resume({ helds, unloadable, slotHolders }: LoadedShard, arrived: readonly Envelope[]): void {
    this.#arrived = undefined;
    for (const held of helds) if (slotHolders.has(held.executionId)) this.slots.restore(held);
    for (const held of helds) this.#adopt(held);
    for (const envelope of arrived) this.submit(envelope);
    for (const held of helds) if (this.isCurrent(held)) this.#reportLost(held);
    for (const { row, cause } of unloadable) {
      this.#tools.deps.report({
        message: `Execution '${row.executionId}' could not be loaded`,
        cause,
        executionId: row.executionId,
      });
      this.#tools.background.run(
        `give up execution '${row.executionId}'`,
        this.#giveUp(row.tenantKey, row.executionId, cause),
      );
    }
    for (const [executionId, waiters] of this.#waiters) {
      if (!this.#lives.has(executionId)) for (const settle of [...waiters]) settle();
    }
    this.#schedule();
  }
}

/** Restart and changes of state begin from the rows of an ended execution, which memory does not keep. */
function needsRows({ live }: Held, envelope: Envelope): boolean {
  if (!live.isOver || live.rows !== undefined || envelope.kind !== 'event') return false;
  const { kind } = envelope.event;
  return kind === 'restarted' || kind === 'statusChanged' || kind === 'taskStateChanged';
}

function answered(submit: (settle: Settle) => void): Promise<Execution | undefined> {
  return new Promise((resolve, reject) => submit({ resolve, reject }));
}
