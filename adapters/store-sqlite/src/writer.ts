/**
 * The main thread's end of the writer: collects units of work into groups and keeps at most two groups on their way, so
 * that the next one fills while the disk works. Nothing here waits for an fsync.
 */
import { Conflict } from '@windhover/ports';
import { StorageFull, StoreBroken } from '@windhover/model';
import { startThread } from './threads/start-thread.ts';
import type { Worker } from 'node:worker_threads';
import type { SqlValue, Step } from './step.ts';
import type { UnitOutcome } from './threads/group-commit.ts';
import type { FromWriter, ToWriter, WriterSettings } from './threads/writer-thread.ts';

export type Answer = Readonly<Record<string, SqlValue>> | undefined;

interface Unit {
  readonly steps: readonly Step[];
  readonly executions: number;
  readonly sizeBytes: number;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

const maxGroupsUnderWay = 2;
const maxExecutionsInGroup = 500;
const maxGroupBytes = 1_000_000;

export class Writer {
  readonly #path: string;
  readonly #thread: Worker;
  readonly #onCommit: () => void;
  readonly #onBroken: (error: Error) => void;
  readonly #exited: Promise<void>;
  #waiting: Unit[] = [];
  #underWay: Unit[][] = [];
  #scheduled = false;
  #closing = false;
  #broken: Error | undefined;
  #closed: Promise<void> | undefined;

  constructor(settings: WriterSettings, on: { commit(): void; broken(error: Error): void }) {
    this.#path = settings.path;
    this.#onCommit = () => on.commit();
    this.#onBroken = (error) => on.broken(error);
    this.#thread = startThread('writer-thread', settings);
    this.#thread.on('message', (message: FromWriter) => this.#receive(message));
    this.#thread.on('error', (error) => this.#break(error));
    this.#exited = new Promise((resolve) => {
      this.#thread.once('exit', () => {
        if (!this.#closing) this.#break(new Error('the writer thread ended'));
        resolve();
      });
    });
  }

  /**
   * Carries the steps out together or not at all; resolves with what an answering step returned once it is durable.
   * Rejects with `Conflict`, `StorageFull` or, for good, `StoreBroken`. Units take effect in the order of the calls.
   * `executions` counts what the unit weighs against a group's cap.
   */
  apply(steps: readonly Step[], executions = 1): Promise<Answer> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    if (this.#closing) return Promise.reject(new StoreBroken({ path: this.#path, reason: 'it was closed' }));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ steps, executions, sizeBytes: sizeOf(steps), resolve, reject });
      this.#schedule();
    });
  }

  /** Resolves when everything that was asked for so far, or is meanwhile, has its answer. */
  async drain(): Promise<void> {
    while (this.#broken === undefined && (this.#waiting.length > 0 || this.#underWay.length > 0)) {
      await this.apply([]).catch(() => undefined); // behind all that waits
    }
  }

  /** Commits what was begun, then ends the thread. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end(): Promise<void> {
    await this.drain();
    this.#closing = true;
    this.#thread.postMessage({ kind: 'close' } satisfies ToWriter);
    await this.#exited;
  }

  /** What is asked for within one turn travels together. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#send();
    });
  }

  #send(): void {
    while (this.#waiting.length > 0 && this.#underWay.length < maxGroupsUnderWay && this.#broken === undefined) {
      const group = this.#waiting.splice(0, groupLength(this.#waiting));
      this.#underWay.push(group);
      this.#thread.postMessage({ kind: 'group', units: group.map((unit) => unit.steps) } satisfies ToWriter);
    }
  }

  #receive(message: FromWriter): void {
    if (message.kind === 'broken') {
      this.#break(new Error(message.reason));
      return;
    }
    const group = this.#underWay.shift() ?? [];
    this.#send();
    group.forEach((unit, index) => this.#settle(unit, message.outcomes[index]!));
    this.#onCommit();
  }

  #settle(unit: Unit, outcome: UnitOutcome): void {
    switch (outcome.kind) {
      case 'done':
        unit.resolve(outcome.answer);
        return;
      case 'refused':
        unit.reject(new Conflict(outcome.refusal.thing, outcome.refusal.id));
        return;
      case 'failed':
        unit.reject(new Error(outcome.reason));
        return;
      case 'full':
        unit.reject(new StorageFull({ path: this.#path }));
        return;
    }
  }

  #break(cause: Error): void {
    if (this.#broken !== undefined) return;
    const broken = new StoreBroken({ path: this.#path, reason: cause.message }, { cause });
    this.#broken = broken;
    const units = [...this.#underWay.flat(), ...this.#waiting];
    this.#underWay = [];
    this.#waiting = [];
    for (const unit of units) unit.reject(broken);
    this.#onBroken(broken);
  }
}

/** How many units from the front fit into one group; at least one. */
function groupLength(units: readonly Unit[]): number {
  let executions = 0;
  let sizeBytes = 0;
  let length = 0;
  for (const unit of units) {
    executions += unit.executions;
    sizeBytes += unit.sizeBytes;
    if (length > 0 && (executions > maxExecutionsInGroup || sizeBytes > maxGroupBytes)) break;
    length += 1;
  }
  return length;
}

function sizeOf(steps: readonly Step[]): number {
  let size = 0;
  for (const { rows } of steps) {
    for (const row of rows) {
      for (const value of row) size += typeof value === 'string' ? value.length : 8;
    }
  }
  return size;
}
