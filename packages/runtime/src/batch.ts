/**
 * What happened since the last commit began. Changes of a row are merged, the last one wins; rows are made when the
 * batch is closed. Effects are kept in order, to be released once the rows are durable.
 */
import { taskRunOf, type Change, type Effect } from '@windhover/engine';
import {
  logLevels,
  type Execution,
  type LogLevel,
  type StateName,
  type TaskRun,
  type TenantKey,
} from '@windhover/model';
import type {
  EngineRows,
  InboxKind,
  LogChunkRow,
  MetricChunkRow,
  QuotaCountRow,
  StoredLogLine,
  TimerRow,
} from '@windhover/ports';
import type { Envelope, Measured, Settle } from './envelope.ts';
import { toEndedRow, toExecutionRow, toLabelRows, toLiveRow } from './execution-rows.ts';
import { executionOf, type Held } from './held.ts';
import { maskMetrics } from './metric-values.ts';
import type { QuotaCount } from './quotas.ts';
import type { Slot } from './slots.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? Item[] : T[Key] };

export interface Touch {
  isExecutionChanged: boolean;
  /** Last known of each ordinal: open (as it is when the batch closes), ended in this form, or removed. */
  readonly taskRuns: Map<number, 'open' | 'removed' | TaskRun>;
  /** As it was when the batch closed; made then if anybody is to be told. */
  execution: Execution | undefined;
}

interface SlotRows {
  readonly tenantKey: TenantKey;
  readonly slots: readonly Slot[];
}

export interface LogLines {
  readonly held: Held;
  readonly ord: number;
  readonly attempt: number;
  readonly lines: StoredLogLine[];
}

/** A cap keeps commits short, so that the store writes one while the next one fills: what is above it goes into that. */
const maxExecutions = 64;
const maxTaskRuns = 2_000;

export class Batch {
  readonly envelopes: Envelope[] = [];
  /** Those that its rows belong to. */
  readonly shards = new Set<number>();
  readonly touched = new Map<Held, Touch>();
  readonly effects: { readonly held: Held; readonly effect: Effect }[] = [];
  /** Every change of state, in order; kept where they are counted. */
  readonly states: { readonly held: Held; readonly state: StateName }[] = [];
  readonly logs = new Map<string, LogLines>();
  readonly metrics: MetricChunkRow[] = [];
  readonly timersSet = new Map<string, TimerRow>();
  readonly timersCleared = new Map<string, TimerRow>();
  /** What an execution holds from now on, by its id. */
  readonly slots = new Map<string, SlotRows>();
  /** By tenant and quota. */
  readonly quotaCounts = new Map<string, QuotaCountRow>();
  readonly idempotency: Mutable<EngineRows>['idempotency'] = [];
  readonly ticks: Mutable<EngineRows>['ticks'] = [];
  readonly inboxAdded: Mutable<EngineRows>['inboxAdded'] = [];
  readonly inboxApplied: { readonly seq: number; readonly kind: InboxKind }[] = [];
  /** Told when the fate of the batch is known. */
  readonly settled: (() => void)[] = [];
  readonly answers: { readonly held: Held; readonly settle: Settle }[] = [];
  /** Rows of executions that are not in memory: those that were given up. */
  readonly apart: Pick<Mutable<EngineRows>, 'executionsUpdated' | 'taskRunsEnded' | 'logs'> = {
    executionsUpdated: [],
    taskRunsEnded: [],
    logs: [],
  };
  /** Made by `close`. */
  rows: EngineRows | undefined;
  #taskRuns = 0;

  isFull(): boolean {
    return this.touched.size >= maxExecutions || this.#taskRuns >= maxTaskRuns;
  }

  /** Whether nothing must be written and nobody waits. */
  isEmpty(): boolean {
    return (
      this.touched.size === 0 &&
      this.logs.size === 0 &&
      this.metrics.length === 0 &&
      this.timersSet.size === 0 &&
      this.timersCleared.size === 0 &&
      this.slots.size === 0 &&
      this.effects.length === 0 &&
      this.answers.length === 0 &&
      this.inboxApplied.length === 0 &&
      this.settled.length === 0 &&
      this.apart.executionsUpdated.length === 0
    );
  }

  touch(held: Held): Touch {
    let touch = this.touched.get(held);
    if (touch === undefined) {
      touch = { isExecutionChanged: !held.isStored, taskRuns: new Map(), execution: undefined };
      this.touched.set(held, touch);
      held.uncommitted += 1;
    }
    return touch;
  }

  add(held: Held, changes: readonly Change[]): void {
    if (changes.length === 0) return;
    const touch = this.touch(held);
    this.#taskRuns += changes.length;
    for (const change of changes) {
      switch (change.kind) {
        case 'execution':
          touch.isExecutionChanged = true;
          break;
        case 'taskRunOpen':
          touch.taskRuns.set(change.ord, 'open');
          break;
        case 'taskRunEnded':
          touch.taskRuns.set(change.taskRun.ord, change.taskRun);
          break;
        case 'taskRunRemoved':
          touch.taskRuns.set(change.ord, 'removed');
          break;
      }
    }
  }

  log(held: Held, ord: number, attempt: number, lines: readonly StoredLogLine[]): void {
    const key = `${held.run}/${ord}/${attempt}`;
    const known = this.logs.get(key);
    if (known === undefined) this.logs.set(key, { held, ord, attempt, lines: [...lines] });
    else known.lines.push(...lines);
  }

  measure({ run, tenantKey, masks }: Held, { ord, attempt, taskId, at, values }: Measured): void {
    const body = JSON.stringify(maskMetrics(values, masks));
    this.metrics.push({ run, tenantKey, ord, attempt, taskId, at, body });
  }

  holdSlots(
    { shard, executionId, tenantKey }: Pick<Held, 'shard' | 'executionId' | 'tenantKey'>,
    slots: readonly Slot[],
  ): void {
    this.shards.add(shard);
    this.slots.set(executionId, { tenantKey, slots });
  }

  /** With the execution that was counted or refused. */
  countQuotas({ shard, tenantKey }: Pick<Held, 'shard' | 'tenantKey'>, counts: readonly QuotaCount[]): void {
    for (const count of counts) this.quotaCounts.set(`${tenantKey}/${count.quota}`, { shard, tenantKey, ...count });
  }

  setTimer(row: TimerRow): void {
    this.timersSet.set(timerName(row), row);
  }

  clearTimer(row: TimerRow): void {
    if (!this.timersSet.delete(timerName(row))) this.timersCleared.set(timerName(row), row);
  }

  /** Forgets an execution whose memory turned out to be broken; answers the envelopes that were applied to it. */
  forget(held: Held): readonly Envelope[] {
    if (this.touched.delete(held)) held.uncommitted -= 1;
    keepOnly(this.effects, (entry) => entry.held !== held);
    keepOnly(this.states, (entry) => entry.held !== held);
    for (const [key, entry] of this.logs) if (entry.held === held) this.logs.delete(key);
    keepOnly(this.metrics, (row) => row.run !== held.run);
    for (const rows of [this.timersSet, this.timersCleared]) {
      for (const [key, row] of rows) if (row.run === held.run) rows.delete(key);
    }
    const isItsOwn = (row: { readonly tenantKey: TenantKey; readonly executionId: string }): boolean =>
      row.executionId === held.executionId && row.tenantKey === held.tenantKey;
    this.slots.delete(held.executionId);
    keepOnly(this.idempotency, (row) => !isItsOwn(row));
    keepOnly(this.ticks, (row) => !isItsOwn(row));
    keepOnly(this.inboxAdded, (row) => !isItsOwn(row));
    const itsOwn = this.envelopes.filter((envelope) => envelope.executionId === held.executionId);
    keepOnly(this.envelopes, (envelope) => envelope.executionId !== held.executionId);
    keepOnly(this.inboxApplied, ({ seq }) => itsOwn.every(({ mail }) => mail?.seq !== seq));
    keepOnly(this.answers, (answer) => answer.held !== held);
    return itsOwn;
  }

  /** Makes the rows, as things stand now. From here on the executions count as stored. */
  close(): void {
    const rows: Mutable<EngineRows> = {
      executionsInserted: [],
      executionsUpdated: this.apart.executionsUpdated,
      labels: [],
      taskRunsLive: [],
      taskRunsEnded: this.apart.taskRunsEnded,
      taskRunsRemoved: [],
      logs: [...this.apart.logs, ...Array.from(this.logs.values(), toLogChunk)],
      metrics: this.metrics,
      timersSet: [...this.timersSet.values()],
      timersCleared: [...this.timersCleared.values()],
      inboxApplied: this.inboxApplied.map(({ seq }) => seq),
      inboxAdded: this.inboxAdded,
      slotsTaken: Array.from(this.slots, ([executionId, { tenantKey, slots }]) =>
        slots.map((slot) => ({ tenantKey, executionId, ...slot })),
      ).flat(),
      slotsReleased: Array.from(this.slots, ([executionId, { tenantKey }]) => ({ tenantKey, executionId })),
      quotaCounts: [...this.quotaCounts.values()],
      ticks: this.ticks,
      idempotency: this.idempotency,
    };
    for (const [held, touch] of this.touched) addExecution(rows, held, touch);
    this.rows = rows;
  }
}

function addExecution(rows: Mutable<EngineRows>, held: Held, touch: Touch): void {
  const execution = (touch.execution = executionOf(held));
  if (touch.isExecutionChanged) {
    (held.isStored ? rows.executionsUpdated : rows.executionsInserted).push(toExecutionRow(held, execution));
    if (execution.labels !== held.storedLabels) {
      const labels = toLabelRows(held, execution);
      if (held.isStored || labels.labels.length > 0) rows.labels.push(labels);
      held.storedLabels = execution.labels;
    }
    held.isStored = true;
  }
  for (const [ord, last] of touch.taskRuns) {
    if (held.endedOrds.delete(ord) && last !== 'removed') rows.taskRunsRemoved.push({ run: held.run, ord });
    if (last === 'open') {
      const taskRun = taskRunOf(held.live, ord);
      if (taskRun === undefined) continue;
      rows.taskRunsLive.push(toLiveRow(held, taskRun));
      held.storedOrds.add(ord);
    } else if (last === 'removed') {
      rows.taskRunsRemoved.push({ run: held.run, ord });
      held.storedOrds.delete(ord);
    } else {
      rows.taskRunsEnded.push(toEndedRow(held, last));
      held.storedOrds.delete(ord);
    }
  }
}

function toLogChunk({ held, ord, attempt, lines }: LogLines): LogChunkRow {
  let level = 0;
  for (const line of lines) level = Math.max(level, levelIndex(line.level));
  return {
    run: held.run,
    tenantKey: held.tenantKey,
    ord,
    attempt,
    level,
    at: lines[0]!.at,
    body: JSON.stringify(lines),
  };
}

export function levelIndex(level: LogLevel): number {
  return logLevels.indexOf(level);
}

function timerName(row: TimerRow): string {
  return `${row.run}/${row.dueAt}/${row.key}`;
}

function keepOnly<T>(items: T[], isKept: (item: T) => boolean): void {
  let kept = 0;
  for (const item of items) if (isKept(item)) items[kept++] = item;
  items.length = kept;
}
