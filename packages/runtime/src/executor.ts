/**
 * Holds the live executions of the shards that this process owns, applies what arrives to them, and commits the outcome in
 * batches. Effects are released and callers answered after the commit that holds their cause. Memory is never trusted over
 * rows: when a commit is refused or its fate unknown, all of it is dropped, loaded again, and what was under way applied
 * anew. Shards come and go one after the other, while the others are served.
 */
import type { Event } from '@windhover/engine';
import { IllegalState, invariant, WindhoverError, type Execution, type TenantKey } from '@windhover/model';
import { shardOfTenant, type InboxKind } from '@windhover/ports';
import { Admission } from './admission.ts';
import { Batch } from './batch.ts';
import { tellIfOver } from './child-executions.ts';
import { CommitPipeline } from './commit-pipeline.ts';
import { createOnce, findCreated } from './create-once.ts';
import type { Envelope, Settle } from './envelope.ts';
import { ExecutionRecovery } from './execution-recovery.ts';
import { executionOf, type Held } from './held.ts';
import { LiveExecutions } from './live-executions.ts';
import { loadShards, type LoadedShards } from './load-shard.ts';
import { openEvent, openSealed, type OpenedEvent } from './open-inputs.ts';
import { countCommitted } from './count-committed.ts';
import { publishNews } from './publish-news.ts';
import { createRelease, type Release } from './release-effects.ts';
import type { PlacedExecution } from './route.ts';
import { createStepper, type Stepper } from './step-execution.ts';
import { createTimers, type Timers } from './timers.ts';
import type { Tools } from './tools.ts';

/** Between tries to load the shards; the last one repeats. */
const loadDelaysMs = [0, 100, 500, 1_000, 5_000] as const;
/** After this many refused commits in a row each event gets a commit of its own, to find the one that is refused. */
const maxLosses = 3;

export class Executor {
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
  readonly #create: (request: PlacedExecution) => Promise<Execution>;
  /** Those that are loaded. */
  readonly #shards = new Set<number>();
  /** Those that are to be ours. */
  #wanted = new Set<number>();
  /** What arrives for shards that are about to come or go. */
  readonly #moving = new Map<number, Envelope[]>();
  /** Changes of ownership, one after the other. */
  #changes: Promise<void> = Promise.resolve();
  #isGivingBack = false;
  /** Closed batches that wait for room. */
  #closed: Batch[] = [];
  /** What arrives while everything is loaded; undefined otherwise. */
  #arrived: Envelope[] | undefined = [];
  #whenQuiet: (() => void)[] = [];
  /** Commits refused in a row. */
  #losses = 0;
  #isScheduled = false;
  #isClosed = false;

  constructor(tools: Tools) {
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

  /** The first shards: resolves once they are loaded and what they hold goes on. */
  async open(shards: ReadonlySet<number>): Promise<void> {
    this.#wanted = new Set(shards);
    await this.#change(() => this.#load());
  }

  /** These are ours from now on, and no others. */
  own(shards: ReadonlySet<number>): void {
    this.#wanted = new Set(shards);
    this.#tools.background.run(
      'load shards',
      this.#change(() => this.#follow()),
    );
  }

  /** Gives back so many shards as can go without stopping work. */
  surplus(count: number): void {
    if (this.#isGivingBack || this.#isClosed) return;
    this.#isGivingBack = true;
    const given = this.#change(() => this.#giveBack(count)).finally(() => (this.#isGivingBack = false));
    this.#tools.background.run('give shards back', given);
  }

  /** Whether what arrives for the shard is for this process: it is served, or will be once it is loaded. */
  owns(shard: number): boolean {
    return this.#arrived === undefined ? this.#shards.has(shard) || this.#moving.has(shard) : this.#wanted.has(shard);
  }

  /** Those that are loaded. */
  shards(): ReadonlySet<number> {
    return this.#shards;
  }

  /** Resolves after the commit. A repeat of an idempotency key answers the first execution. The request says where it lives. */
  async create(request: PlacedExecution): Promise<Execution> {
    if (request.tick === undefined) return this.#create(request);
    const { crashAt } = this.#tools;
    crashAt('scheduler.after-evaluate');
    const created = await this.#create(request);
    crashAt('scheduler.after-create-before-advance');
    return created;
  }

  /** Resolves after the commit; undefined when the tenant has no such execution. */
  send(tenantKey: TenantKey, executionId: string, event: Event): Promise<Execution | undefined> {
    const submit = (opened?: OpenedEvent): Promise<Execution | undefined> =>
      answered((settle) => this.submit({ kind: 'event', tenantKey, executionId, event, opened, settle }));
    return openEvent(this.#tools.deps, tenantKey, event)?.then(submit) ?? submit();
  }

  /** As `send`, for the runtime's own events: nobody waits for the commit. */
  post({ tenantKey, executionId }: Pick<Held, 'tenantKey' | 'executionId'>, event: Event): void {
    this.submit({ kind: 'event', tenantKey, executionId, event });
  }

  /** Other kill switches hold: each execution is made to be as they say. */
  switchesChanged(): void {
    this.admission.switchesChanged();
    for (const held of [...this.lives.all()]) {
      const { tenantKey, executionId } = held;
      if (this.#tools.switches.order(held) !== undefined) this.submit({ kind: 'look', tenantKey, executionId });
    }
  }

  find(executionId: string): Held | undefined {
    return this.lives.find(executionId);
  }

  /** Tells the parent of an execution that has ended, if it is live here. */
  tellIfOver(tenantKey: TenantKey, executionId: string): Promise<void> {
    return tellIfOver(this, tenantKey, executionId, this.#tools);
  }

  /**
   * Resolves to true when the execution and what runs after it are over; to false when they may live elsewhere; at once when
   * no such execution is live here.
   */
  waitForEnd(executionId: string, signal: AbortSignal): Promise<boolean> {
    const isKnown = this.lives.find(executionId) !== undefined || this.#arrived !== undefined;
    if (signal.aborted || !isKnown) return Promise.resolve(this.lives.hasJustEnded(executionId));
    return this.lives.waitForEnd(executionId, signal);
  }

  /** Takes rows out of the shard's inbox; false when it is not ours at present, or that is not sure: they are read again. */
  async takeOut(shard: number, kind: InboxKind, seqs: readonly number[]): Promise<boolean> {
    this.#tools.crashAt('outbox.after-deliver-before-mark');
    if (this.#arrived !== undefined || !this.#shards.has(shard) || this.#moving.has(shard)) return false;
    for (const seq of seqs) this.batch.inboxApplied.push({ seq, kind });
    await this.#written([shard]);
    return this.#arrived === undefined;
  }

  /** Resolves once all that happened so far is written, or lost. */
  #written(shards: Iterable<number>): Promise<void> {
    return new Promise((resolve) => {
      for (const shard of shards) this.batch.shards.add(shard);
      this.batch.settled.push(resolve);
      this.schedule();
    });
  }

  /** Writes what was submitted and takes nothing more. */
  async close(): Promise<void> {
    this.timers.clear();
    await this.#changes;
    await new Promise<void>((resolve) => {
      this.#whenQuiet.push(resolve);
      this.schedule();
    });
    this.#isClosed = true;
  }

  /** Applied at once, unless the execution or its shard must be loaded first. */
  submit(envelope: Envelope): void {
    const { executionId, tenantKey } = envelope;
    if (this.#isClosed) return envelope.settle?.reject(new IllegalState({ reason: 'the server is stopping' }));
    let held = this.lives.find(executionId);
    const shard = envelope.kind === 'create' ? envelope.shard : held?.shard;
    const queue =
      this.#arrived ??
      this.#recovery.queueOf(executionId) ??
      (shard === undefined || this.#moving.size === 0 ? undefined : this.#moving.get(shard));
    if (queue !== undefined) {
      queue.push(envelope);
      return;
    }
    if (envelope.kind === 'create') {
      if (!this.#shards.has(envelope.shard)) return this.sendOn(envelope);
      held = this.#hold(envelope);
      if (held === undefined) return;
    }
    if (held === undefined) this.#recovery.load(tenantKey, executionId, [envelope]);
    else if (held.tenantKey !== tenantKey) envelope.settle?.resolve(undefined);
    else if (needsRows(held, envelope)) this.#recovery.park(executionId, envelope);
    else this.#apply(held, envelope);
  }

  /** Where what arrives for a shard waits; undefined when it need not. */
  queueOfShard(shard: number): Envelope[] | undefined {
    return this.#moving.get(shard);
  }

  /** Its execution lives elsewhere by now: who waits for an answer gets it from there. What came as mail is read there. */
  sendOn(envelope: Envelope): void {
    const { executionId, tenantKey, settle, mail } = envelope;
    if (settle === undefined) return;
    if (mail !== undefined) {
      mail.isSettled = true;
      return settle.resolve(undefined);
    }
    const { route } = this.#tools;
    if (envelope.kind === 'create') route.create(envelope.request).then(settle.resolve, settle.reject);
    else if (envelope.kind === 'event') {
      route.send(tenantKey, executionId, envelope.event).then(settle.resolve, settle.reject);
    }
  }

  #apply(held: Held, envelope: Envelope): void {
    this.batch.envelopes.push(envelope);
    this.batch.shards.add(held.shard);
    if (envelope.mail !== undefined) {
      this.batch.inboxApplied.push({ seq: envelope.mail.seq, kind: 'mail' });
      envelope.mail.isSettled = true;
    }
    if (envelope.settle !== undefined) this.batch.answers.push({ held, settle: envelope.settle });
    try {
      this.#stepper.step(held, envelope);
    } catch (cause) {
      this.#recovery.isolate(held, cause);
    }
    this.#tools.crashAt('executor.after-read');
    this.dropIfOver(held);
    if (this.batch.isFull() || this.#losses >= maxLosses) {
      this.#close();
      this.#flush();
    }
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
    this.batch.close();
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
    if (deps.meters !== undefined) countCommitted(deps.meters, batch);
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

  async #begin(request: PlacedExecution): Promise<Execution> {
    const { tenantKey, executionId, livesIn: shard, mail } = request;
    const opened = await openSealed(this.#tools.deps, tenantKey, request.flow, request);
    const reading = this.#tools.limits.ready(tenantKey, request.flow);
    if (reading !== undefined) await reading;
    const run = this.#tools.runs.next() ?? (await this.#tools.runs.more());
    const created = await answered((settle) =>
      this.submit({ kind: 'create', tenantKey, executionId, request, run, shard, opened, settle, mail }),
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
    const { tenantKey, run, shard } = held;
    // Of a shard that goes, whoever loads it next has the timer
    if (!this.lives.has(held) || this.#moving.has(shard)) return;
    this.batch.shards.add(shard);
    this.batch.clearTimer({ shard, tenantKey, run, key, dueAt: held.timers.get(key)! });
    held.timers.delete(key);
    this.#tools.crashAt('timer.after-claim');
    this.post(held, { kind: 'timerFired', key, at: this.#tools.deps.clock.now() });
  }

  #change(work: () => Promise<void>): Promise<void> {
    const change = this.#changes.then(work);
    this.#changes = change.catch(() => undefined);
    return change;
  }

  /** Makes what is loaded agree with what is to be ours. */
  async #follow(): Promise<void> {
    if (this.#arrived !== undefined || this.#isClosed) return;
    if ([...this.#shards].some((shard) => !this.#wanted.has(shard))) {
      return this.#pipeline.fail(new Error('Other servers have taken shards over'));
    }
    const added = [...this.#wanted].filter((shard) => !this.#shards.has(shard));
    if (added.length > 0) await this.#add(added);
  }

  async #add(shards: readonly number[]): Promise<void> {
    const { deps, workerId } = this.#tools;
    for (const shard of shards) this.#moving.set(shard, []);
    try {
      const owned = await deps.store.shards.take(shards, workerId);
      const taken = owned.map(({ shard }) => shard);
      await this.#restoreQuotas(new Set(taken));
      const loaded = await loadShards(taken, this.#tools);
      // A commit was refused meanwhile: everything is loaded next
      if (this.#arrived !== undefined) return;
      for (const shard of taken) this.#shards.add(shard);
      this.#pipeline.add(owned);
      this.admission.restore(loaded.helds, loaded.slots);
      this.#goOn(loaded, this.#moved(shards));
    } finally {
      for (const envelope of this.#moved(shards)) this.submit(envelope);
    }
  }

  async #giveBack(count: number): Promise<void> {
    const busy = this.#tools.jobs.busyShards();
    const going = new Set([...this.#shards].filter((shard) => !busy.has(shard)).slice(0, count));
    if (this.#arrived !== undefined || going.size === 0) return;
    for (const shard of going) this.#moving.set(shard, []);
    // Also what is decided meanwhile without an event of its own
    do await this.#written(going);
    while (this.#arrived === undefined && this.#hasRowsOf(going));
    if (this.#arrived !== undefined) return;
    const helds = [...this.lives.all()].filter(({ shard }) => going.has(shard));
    this.lives.leave(helds);
    for (const held of helds) this.admission.leave(held);
    for (const shard of going) {
      this.#shards.delete(shard);
      this.#wanted.delete(shard);
    }
    this.#pipeline.remove(going);
    const arrived = this.#moved(going);
    try {
      await this.#tools.deps.store.shards.giveBack([...going]);
    } finally {
      for (const envelope of arrived) this.submit(envelope);
      this.#tools.shardsChanged();
    }
  }

  /** Whether rows of these shards are on their way to the store. */
  #hasRowsOf(shards: ReadonlySet<number>): boolean {
    const batches = [this.batch, ...this.#closed, ...this.#pipeline.batches()];
    return batches.some((batch) => !batch.shards.isDisjointFrom(shards));
  }

  /** What has arrived for shards that are where they belong now. */
  #moved(shards: Iterable<number>): readonly Envelope[] {
    const arrived: Envelope[] = [];
    for (const shard of shards) {
      arrived.push(...(this.#moving.get(shard) ?? []));
      this.#moving.delete(shard);
    }
    return arrived;
  }

  /** Windows of quotas of the tenants that are counted in these shards. */
  async #restoreQuotas(taken: ReadonlySet<number>): Promise<void> {
    const { quotas, deps } = this.#tools;
    const { shards } = deps.store;
    const rows = await Promise.all(Array.from(taken, (shard) => shards.quotaCounts(shard)));
    await quotas.restore((tenantKey) => taken.has(shardOfTenant(tenantKey, shards.shards.length)), rows.flat());
  }

  /** What was sent to the store may or may not be in the rows: start again from them. */
  #lost(batches: readonly Batch[], cause: unknown): void {
    this.#losses += 1;
    this.#tools.mailLost();
    this.#tools.deps.report({ message: 'A commit of the engine was refused, its shards are loaded again', cause });
    const unfinished = [...batches, ...this.#closed, this.batch];
    const culprit = this.#losses > maxLosses ? batches[0]?.envelopes[0] : undefined;
    const envelopes = [
      ...unfinished.flatMap((batch) => batch.envelopes),
      ...this.#recovery.takeAll(),
      ...this.#moved([...this.#moving.keys()]),
      ...(this.#arrived ?? []),
    ];
    this.#arrived = envelopes.filter((envelope) => {
      const isRefused =
        envelope === culprit ||
        // Read again
        envelope.mail !== undefined ||
        (cause instanceof WindhoverError && envelope.settle !== undefined);
      if (isRefused) envelope.settle?.reject(cause);
      return !isRefused;
    });
    for (const batch of unfinished) for (const settle of batch.settled) settle();
    this.#closed = [];
    this.#shards.clear();
    this.batch = new Batch();
    const again = this.#change(() => this.#load()).then(
      () => culprit && this.#recovery.giveUp(culprit.tenantKey, culprit.executionId, cause),
    );
    this.#tools.background.run('load the shards again', again);
  }

  /** Tries until it succeeds: without its shards nothing goes on. */
  async #load(): Promise<void> {
    const { deps, jobs, workerId } = this.#tools;
    for (let attempt = 0; ; attempt += 1) {
      this.lives.clear();
      this.timers.clear();
      this.admission.clear();
      try {
        const owned = await deps.store.shards.take([...this.#wanted], workerId);
        const taken = new Set(owned.map(({ shard }) => shard));
        await this.#restoreQuotas(taken);
        const loaded = await loadShards(taken, this.#tools);
        this.admission.restore(loaded.helds, loaded.slots);
        const arrived = await this.#withoutDone();
        for (const shard of taken) this.#shards.add(shard);
        this.#pipeline.open(owned);
        this.#arrived = undefined;
        this.#goOn(loaded, arrived);
        jobs.stopOutside(taken, { kind: 'lost', message: 'Another server has taken the execution over' });
        return;
      } catch (cause) {
        deps.report({ message: 'Could not load the shards', cause });
        const delayMs = loadDelaysMs[Math.min(attempt, loadDelaysMs.length - 1)]!;
        await new Promise<void>((resolve) => deps.clock.after(delayMs, resolve));
      }
    }
  }

  /** Creations whose commit was durable after all are answered from their rows, and so are those that another one came before. */
  async #withoutDone(): Promise<readonly Envelope[]> {
    const waiting: Envelope[] = [];
    // Grows while it is looked through.
    for (const envelope of this.#arrived!) {
      const found =
        envelope.kind === 'create' ? await findCreated(this.#tools.deps.store, envelope.request) : undefined;
      if (found === undefined) waiting.push(envelope);
      else envelope.settle?.resolve(found);
    }
    return waiting;
  }

  #goOn({ helds, unloadable }: LoadedShards, arrived: readonly Envelope[]): void {
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
    this.#tools.shardsChanged();
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
