/**
 * The owner of one shard: holds its live executions, applies what arrives to them, and commits the outcome in batches.
 * Effects are released and callers answered after the commit that holds their cause. Memory is never trusted over rows:
 * when a commit is refused or its fate unknown, all of it is dropped, loaded again, and what was under way applied anew.
 */
import type { Event } from '@windhover/engine';
import { invariant, WindhoverError, type Execution, type TenantKey } from '@windhover/model';
import { toExecution } from '@windhover/ports';
import type { CreateExecution } from '@windhover/services';
import { Admission } from './admission.ts';
import { Batch } from './batch.ts';
import { CommitPipeline } from './commit-pipeline.ts';
import { createOnce } from './create-once.ts';
import type { Envelope, Settle } from './envelope.ts';
import { ExecutionRecovery } from './execution-recovery.ts';
import { executionOf, type Held } from './held.ts';
import { LiveExecutions } from './live-executions.ts';
import { loadShard, type LoadedShard } from './load-shard.ts';
import { openInputs } from './open-inputs.ts';
import { publishNews } from './publish-news.ts';
import { createRelease, type Release } from './release-effects.ts';
import { createStepper, type Stepper } from './step-execution.ts';
import { createTimers, type Timers } from './timers.ts';
import type { Tools } from './tools.ts';

/** Between tries to load the shard; the last one repeats. */
const loadDelaysMs = [0, 100, 500, 1_000, 5_000] as const;
/** After this many refused commits in a row each event gets a commit of its own, to find the one that is refused. */
const maxLosses = 3;

export class Executor {
  readonly shard: number;
  readonly lives = new LiveExecutions();
  readonly admission: Admission;
  readonly timers: Timers;
  /** What happened since the last one was closed. */
  batch = new Batch();
  readonly #tools: Tools;
  readonly #stepper: Stepper;
  readonly #release: Release;
  readonly #recovery: ExecutionRecovery;
  readonly #pipeline: CommitPipeline;
  readonly #create: (request: CreateExecution) => Promise<Execution>;
  /** Closed batches that wait for room. */
  #closed: Batch[] = [];
  /** What arrives while the whole shard is loaded; undefined otherwise. */
  #arrived: Envelope[] | undefined = [];
  #whenQuiet: (() => void)[] = [];
  /** Commits refused in a row. */
  #losses = 0;
  #isScheduled = false;
  #isClosed = false;

  constructor(shard: number, tools: Tools) {
    this.shard = shard;
    this.#tools = tools;
    this.admission = new Admission(this, tools);
    this.timers = createTimers(tools.deps.clock, (held, key) => this.#fire(held, key));
    this.#stepper = createStepper(this, tools);
    this.#release = createRelease(this, tools);
    this.#recovery = new ExecutionRecovery(this, tools);
    this.#create = createOnce((request) => this.#begin(request), tools);
    this.#pipeline = new CommitPipeline({
      commit: (owned, rows) => {
        tools.crashAt('executor.before-commit');
        return tools.deps.store.shards.commit({ owned, rows });
      },
      landed: (batch) => this.#landed(batch),
      lost: (batches, cause) => this.#lost(batches, cause),
    });
  }

  /** Takes the shard and continues what it holds. */
  open(): Promise<void> {
    return this.#load();
  }

  /** Resolves after the commit. A repeat of an idempotency key answers the first execution. */
  async create(request: CreateExecution): Promise<Execution> {
    if (request.tick === undefined) return this.#create(request);
    const { crashAt } = this.#tools;
    crashAt('scheduler.after-evaluate');
    const created = await this.#create(request);
    crashAt('scheduler.after-create-before-advance');
    return created;
  }

  /** Resolves after the commit; undefined when the tenant has no such execution. */
  send(tenantKey: TenantKey, executionId: string, event: Event): Promise<Execution | undefined> {
    return answered((settle) => this.submit({ kind: 'event', tenantKey, executionId, event, settle }));
  }

  /** As `send`, for the runtime's own events: nobody waits for the commit. */
  post({ tenantKey, executionId }: Pick<Held, 'tenantKey' | 'executionId'>, event: Event): void {
    this.submit({ kind: 'event', tenantKey, executionId, event });
  }

  find(executionId: string): Held | undefined {
    return this.lives.find(executionId);
  }

  /** Resolves when the execution and what runs after it are over; at once when no such execution is live. */
  waitForEnd(executionId: string, signal: AbortSignal): Promise<void> {
    const isKnown = this.lives.find(executionId) !== undefined || this.#arrived !== undefined;
    return signal.aborted || !isKnown ? Promise.resolve() : this.lives.waitForEnd(executionId, signal);
  }

  /** Takes rows out of the inbox; resolves when that is committed, or lost: then they are read again. */
  takeNews(seqs: readonly number[]): Promise<void> {
    this.#tools.crashAt('outbox.after-deliver-before-mark');
    return new Promise((resolve) => {
      this.batch.inboxApplied.push(...seqs);
      this.batch.settled.push(resolve);
      this.schedule();
    });
  }

  /** Writes what was submitted and takes nothing more. */
  async close(): Promise<void> {
    this.timers.clear();
    await new Promise<void>((resolve) => {
      this.#whenQuiet.push(resolve);
      this.schedule();
    });
    this.#isClosed = true;
  }

  /** Applied at once, unless the execution or the whole shard must be loaded first. */
  submit(envelope: Envelope): void {
    const { executionId, tenantKey } = envelope;
    if (this.#isClosed) return;
    const queue = this.#arrived ?? this.#recovery.queueOf(executionId);
    if (queue !== undefined) {
      queue.push(envelope);
      return;
    }
    const held = envelope.kind === 'create' ? this.#hold(envelope) : this.lives.find(executionId);
    if (envelope.kind === 'create' && held === undefined) return;
    if (held === undefined) this.#recovery.load(tenantKey, executionId, [envelope]);
    else if (held.tenantKey !== tenantKey) envelope.settle?.resolve(undefined);
    else if (needsRows(held, envelope)) this.#recovery.park(executionId, envelope);
    else this.#apply(held, envelope);
  }

  #apply(held: Held, envelope: Envelope): void {
    this.batch.envelopes.push(envelope);
    if (envelope.settle !== undefined) this.batch.answers.push({ held, settle: envelope.settle });
    try {
      this.#stepper.step(held, envelope);
    } catch (cause) {
      this.#recovery.isolate(held, cause);
    }
    this.#tools.crashAt('executor.after-read');
    this.dropIfOver(held);
    if (this.batch.isFull() || this.#losses >= maxLosses) this.#close();
    this.schedule();
  }

  schedule(): void {
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

  #close(): void {
    this.batch.close(this.shard);
    this.#closed.push(this.batch);
    this.batch = new Batch();
  }

  #landed(batch: Batch): void {
    const { crashAt, deps } = this.#tools;
    crashAt('executor.after-commit');
    this.#losses = 0;
    for (const held of batch.touched.keys()) this.lives.committed(held);
    for (const { held, settle } of batch.answers) {
      settle.resolve(batch.touched.get(held)?.execution ?? executionOf(held));
    }
    crashAt('executor.after-answer');
    publishNews(deps.transport, batch);
    for (const settle of batch.settled) settle();
    for (const { held, effect } of batch.effects) if (this.lives.has(held)) this.#release(held, effect);
    for (const held of batch.touched.keys()) this.dropIfOver(held);
    this.#flush();
  }

  /** An execution that is over leaves memory with the commit that says so. */
  dropIfOver(held: Held): void {
    if (!held.live.isOver || held.uncommitted > 0 || !this.lives.has(held)) return;
    this.lives.end(held);
    this.#recovery.ended(held);
  }

  #isQuiet(): boolean {
    const isWritten = this.#pipeline.isIdle() && this.#closed.length === 0 && this.batch.isEmpty();
    return isWritten && this.#arrived === undefined && this.#recovery.isIdle();
  }

  async #begin(request: CreateExecution): Promise<Execution> {
    const { tenantKey, executionId, inputs } = request;
    const opened = await openInputs(this.#tools.deps, tenantKey, inputs);
    const reading = this.#tools.limits.ready(tenantKey, request.flow);
    if (reading !== undefined) await reading;
    const run = this.#tools.nextRun();
    const created = await answered((settle) =>
      this.submit({ kind: 'create', tenantKey, executionId, request, run, opened, settle }),
    );
    return created!;
  }

  /** A new execution in memory; undefined, and its caller told why, when it cannot begin. */
  #hold(envelope: Envelope & { readonly kind: 'create' }): Held | undefined {
    try {
      const { executionId } = envelope;
      invariant(this.lives.find(executionId) === undefined, `the id '${executionId}' of a new execution is new`);
      const held = this.#stepper.begin(envelope);
      this.lives.add(held);
      return held;
    } catch (cause) {
      envelope.settle?.reject(cause);
      return undefined;
    }
  }

  #fire(held: Held, key: string): void {
    if (!this.lives.has(held)) return;
    const { tenantKey, run } = held;
    this.batch.clearTimer({ shard: this.shard, tenantKey, run, key, dueAt: held.timers.get(key)! });
    held.timers.delete(key);
    this.#tools.crashAt('timer.after-claim');
    this.post(held, { kind: 'timerFired', key, at: this.#tools.deps.clock.now() });
  }

  /** What was sent to the store may or may not be in the rows: start again from them. */
  #lost(batches: readonly Batch[], cause: unknown): void {
    this.#losses += 1;
    this.#tools.deps.report({ message: `A commit of shard ${this.shard} was refused, it is loaded again`, cause });
    const unfinished = [...batches, ...this.#closed, this.batch];
    const culprit = this.#losses > maxLosses ? batches[0]?.envelopes[0] : undefined;
    const envelopes = [...unfinished.flatMap((batch) => batch.envelopes), ...this.#recovery.takeAll()];
    this.#arrived = envelopes.filter((envelope) => {
      const isRefused = envelope === culprit || (cause instanceof WindhoverError && envelope.settle !== undefined);
      if (isRefused) envelope.settle?.reject(cause);
      return !isRefused;
    });
    for (const batch of unfinished) for (const settle of batch.settled) settle();
    this.#closed = [];
    this.batch = new Batch();
    const again = this.#load().then(
      () => culprit && this.#recovery.giveUp(culprit.tenantKey, culprit.executionId, cause),
    );
    this.#tools.background.run(`load shard ${this.shard} again`, again);
  }

  /** Tries until it succeeds: without the shard nothing goes on. */
  async #load(): Promise<void> {
    const { deps, workerId } = this.#tools;
    for (let attempt = 0; ; attempt += 1) {
      this.lives.clear();
      this.timers.clear();
      try {
        const owned = await deps.store.shards.take(this.shard, workerId);
        const loaded = await loadShard(this.shard, this.#tools);
        await this.#tools.quotas.recount();
        this.admission.restore(loaded.helds, loaded.slots);
        // Nobody is let in before it is known what the executions of other shards hold.
        await this.#tools.restored.pass(this.shard);
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
      const { kind, tenantKey, executionId, settle } = envelope;
      const row = kind === 'create' ? await shards.findExecution(tenantKey, executionId) : undefined;
      if (row === undefined) waiting.push(envelope);
      else settle?.resolve(toExecution(row));
    }
    return waiting;
  }

  #resume({ helds, unloadable }: LoadedShard, arrived: readonly Envelope[]): void {
    this.#arrived = undefined;
    for (const held of helds) this.#recovery.adopt(held);
    for (const envelope of arrived) this.submit(envelope);
    for (const held of helds) this.#recovery.reportLost(held);
    for (const { row, cause } of unloadable) {
      const { tenantKey, executionId } = row;
      this.#tools.deps.report({ message: `Execution '${executionId}' could not be loaded`, cause, executionId });
      this.#tools.background.run(
        `give up execution '${executionId}'`,
        this.#recovery.giveUp(tenantKey, executionId, cause),
      );
    }
    this.lives.settleMissing();
    this.schedule();
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
