/** A live execution: mutable, owned by one `advance` at a time, derivable from rows. */
import type {
  Execution,
  Instant,
  JsonObject,
  Label,
  StateAt,
  StateHistory,
  StateName,
  TaskRun,
} from '@windhover/model';
import { clearOutputs, type OutputIndex } from './outputs.ts';
import type { Spending } from './spending.ts';
import type {
  Change,
  CompiledFlow,
  CompiledTask,
  Effect,
  Evaluator,
  Event,
  LoopValue,
  NewExecution,
  Phase,
  Variables,
} from './types.ts';

export interface MutableHistory {
  current: StateName;
  histories: StateAt[];
}

export interface MutableAttempt {
  readonly state: MutableHistory;
  readonly workerId?: string;
  logFile?: string;
}

/** A task run that has not ended. Ended ones leave memory. */
export interface OpenTaskRun {
  readonly ord: number;
  /** The flowable that holds it; undefined at the top. */
  readonly parent: OpenTaskRun | undefined;
  /** The list that it stands in, with its cursor and counters. */
  readonly frame: Frame;
  readonly task: CompiledTask;
  readonly value: string | undefined;
  readonly iteration: number | undefined;
  readonly state: MutableHistory;
  readonly attempts: MutableAttempt[];
  /** The attempt that is being made or comes next; counts from 1. */
  attempt: number;
  /** Grows with each claim by a worker; results of older ones do not count. */
  lease: number;
  workerId: string | undefined;
  outputs: JsonObject | undefined;
  memo: JsonObject | undefined;
  /** What it orders, once it does. */
  children: Frame | undefined;
  /** Key of the evaluation that it waits for. */
  waiting: string | undefined;
  /** The part of a file that a ForEachItem is busy with. */
  item: { readonly items: string; readonly iteration?: number } | undefined;
  /** A child was asked for while this memory lasts: the answer is to come. */
  isAsking: boolean;
  /** The iteration that a Loop's `breakWhen` is rendered for: roots of its own. */
  seen: { readonly item: object; readonly iteration: object } | undefined;
  /** Number of the call that last reported it as changed. */
  changedIn: number;
}

/**
 * A running list of tasks: the flow's own, a flowable's, or one group of a ForEach. Cursor and counters only, so that
 * the end of a child costs the same whatever the number of its siblings.
 */
export interface Frame {
  readonly kind: 'sequence' | 'parallel' | 'dag' | 'forEach' | 'group' | 'loop' | 'job' | 'subflows' | 'iterations';
  /** Undefined: the execution itself. */
  readonly owner: OpenTaskRun | undefined;
  /** The ForEach that a group belongs to. */
  forEach: Frame | undefined;
  /** The nearest LoopUntil around or at it: task runs are noted there, to be removed when a later round replaces them. */
  loop: Frame | undefined;
  /** Index of the group, round of the loop. */
  iteration: number | undefined;
  value: string | undefined;
  /** How many children may run at once; 0: no limit. */
  readonly limit: number;
  phase: Phase;
  list: readonly CompiledTask[];
  /** Position of the next task (or of the next group of a ForEach). */
  next: number;
  running: number;
  /** The highest rank among ended children that count; see group-state.ts. */
  worst: number;
  /** A child of the `tasks` FAILED: `errors` are due. */
  failed: boolean;
  /** A child of the list in force ended badly: nothing further of it is opened. */
  broken: boolean;
  /** May open children although the execution is being stopped: the flow's own finally and afterExecution. */
  spared: boolean;
  /** An Exit task below decided the state. */
  exit: StateName | undefined;
  items: readonly string[] | undefined;
  /** Of a Loop. */
  feed: Feed | undefined;
  /** Groups that were begun but of which nothing is open, as rows have told: they go on before further ones begin. */
  idle: Frame[] | undefined;
  /** Dag: positions that may start, and how many each of the others still waits for. */
  ready: number[] | undefined;
  waitsFor: number[] | undefined;
  /** Children of a WorkingDirectory that run on its worker, by task id. */
  inner: Map<string, OpenTaskRun> | undefined;
  /** Ordinals of all of those, ended ones included. */
  innerOrds: number[] | undefined;
  /** LoopUntil: ordinals of this round's and the previous round's task runs. */
  ords: number[] | undefined;
  previousOrds: number[] | undefined;
  queued: boolean;
  ended: boolean;
}

/** Where a Loop is in its values, and what it has heard of iterations that it has not looked at yet. */
export interface Feed {
  values: readonly LoopValue[];
  /** Position among `values` of the next one. */
  at: number;
  isEnd: boolean;
  readonly ended: ChildEnded[];
  /** The one for which `breakWhen` is being rendered. */
  looking: ChildEnded | undefined;
}

type ChildEnded = Extract<Event, { kind: 'childEnded' }>;

/** Why an execution is being stopped, and in which state it will end. */
export interface StopOrder {
  readonly endState: StateName;
  readonly at: Instant;
  /** Whether child executions are stopped too. */
  readonly cascade: boolean;
  /** The task run that shares the end state, where a rule of the flow stops the execution; what else is open ends KILLED. */
  readonly blamedOrd?: number;
  /** Set once `finally` or `afterExecution` run after the kill: until when they may. */
  readonly sparedUntil?: Instant;
}

export interface EngineSettings {
  /** How long running tasks get to end after a kill before they are ended without them. */
  readonly killGraceMs: number;
  /** How long `finally` and `afterExecution` of a killed execution may take together. */
  readonly afterKillMs: number;
  /** Children opened in one call, at most; the rest follows after a `continue`. */
  readonly openAtOnce: number;
  /** Bytes of outputs kept in memory for an execution. */
  readonly outputCacheBytes: number;
}

export const defaultEngineSettings: EngineSettings = {
  killGraceMs: 15_000,
  afterKillMs: 60_000,
  openAtOnce: 1_000,
  outputCacheBytes: 1_000_000,
};

export interface LiveOptions {
  /** Roots that the engine does not know: globals, envs, namespace, kestra …. */
  readonly extra?: Variables;
  readonly settings?: EngineSettings;
}

export interface Live {
  readonly id: string;
  readonly flow: CompiledFlow;
  readonly evaluator: Evaluator;
  readonly extra: Variables | undefined;
  readonly settings: EngineSettings;
  /** What the execution began from; breakpoints, labels, variables and metadata below are the current ones. */
  readonly begunFrom: NewExecution;
  breakpoints: Execution['breakpoints'];
  readonly state: MutableHistory;
  labels: readonly Label[];
  variables: JsonObject | undefined;
  flowOutputs: JsonObject | undefined;
  metadata: Execution['metadata'];
  nextOrd: number;
  /** No ordinal below it is given again, although the rows that had them may be gone. */
  floorOrd: number;
  readonly open: Map<number, OpenTaskRun>;
  root: Frame | undefined;
  readonly outputs: OutputIndex;
  /** Task runs in PAUSED and in BREAKPOINT, in order of entering it; made on first use, as most executions have none. */
  paused: Set<OpenTaskRun> | undefined;
  atBreakpoint: Set<OpenTaskRun> | undefined;
  retrying: number;
  /** Paused by hand: what wants to start waits in the two sets below. */
  isHeld: boolean;
  /** Name of the kill switch that ignores it: held as by a pause. */
  heldBy: string | undefined;
  /** Name of the kill switch that cancels it: nothing further starts, and it ends when nothing runs any more. */
  cancelledBy: string | undefined;
  heldFrames: Set<Frame> | undefined;
  heldTaskRuns: Set<OpenTaskRun> | undefined;
  stop: StopOrder | undefined;
  /** The time after a kill is over: `finally` and `afterExecution` are not spared any longer. */
  isCut: boolean;
  /** The grace of running tasks is over: what is open ends without them. */
  isForced: boolean;
  /** Task runs below this ordinal were told to stop. */
  stopCursor: number;
  /** Decided by an Exit task, or RETRIED by a flow retry: no further task starts. */
  exit: StateName | undefined;
  retryAt: Instant | undefined;
  /** Of it and those whose place it took; undefined until it is created or loaded. */
  spending: Spending | undefined;
  violatedSlas: readonly number[];
  /** The root that its assertions were asked a last time about. */
  askedToEnd: Frame | undefined;
  /** The event `created` was taken. */
  isCreated: boolean;
  /** Its first tasks may start (again): admitted, and no longer waiting for a date. */
  isBegun: boolean;
  /**
   * Whether a concurrency limit of its flow, a namespace or the tenant holds for it, so that it must ask before it begins.
   * Set by the host, which knows the limits in force; the flow's own limit is assumed.
   */
  asksForSlot: boolean;
  /** Waits for a slot. */
  awaitsSlot: boolean;
  /** Key of the evaluation that the execution itself waits for, and flow outputs gathered so far. */
  waiting: string | undefined;
  pendingOutputs: Record<string, unknown> | undefined;
  /** All is over, afterExecution included: may leave memory. */
  isOver: boolean;
  /** Stored task runs of an ended or copied execution: for restart, replay and changes of state. */
  rows: readonly TaskRun[] | undefined;

  /** Frames that go on after a `continue`. */
  postponed: Set<Frame> | undefined;

  /** Of the call that is under way. */
  at: Instant;
  /** The same by a clock that nobody sets. */
  steadyAt: Instant;
  call: number;
  budget: number;
  work: Frame[];
  changes: Change[];
  effects: Effect[];
  executionChanged: boolean;
}

export function newLive(
  flow: CompiledFlow,
  begunFrom: NewExecution,
  state: MutableHistory,
  evaluator: Evaluator,
  outputs: OutputIndex,
  options: LiveOptions,
): Live {
  clearOutputs(outputs, flow.flow.outerTaskIds);
  return {
    id: begunFrom.id,
    flow,
    evaluator,
    extra: options.extra,
    settings: options.settings ?? defaultEngineSettings,
    begunFrom,
    breakpoints: begunFrom.breakpoints,
    state,
    labels: begunFrom.labels,
    variables: begunFrom.variables,
    flowOutputs: undefined,
    metadata: begunFrom.metadata ?? { attemptNumber: 1, originalCreatedAt: state.histories[0]!.at },
    nextOrd: 0,
    floorOrd: 0,
    open: new Map(),
    root: undefined,
    outputs,
    paused: undefined,
    atBreakpoint: undefined,
    retrying: 0,
    isHeld: false,
    heldBy: undefined,
    cancelledBy: undefined,
    heldFrames: undefined,
    heldTaskRuns: undefined,
    stop: undefined,
    isCut: false,
    isForced: false,
    stopCursor: 0,
    exit: undefined,
    retryAt: undefined,
    spending: begunFrom.spending,
    violatedSlas: [],
    askedToEnd: undefined,
    isCreated: false,
    isBegun: false,
    asksForSlot: flow.flow.concurrency !== undefined,
    awaitsSlot: false,
    waiting: undefined,
    pendingOutputs: undefined,
    isOver: false,
    rows: undefined,
    postponed: undefined,
    at: 0,
    steadyAt: 0,
    call: 0,
    budget: 0,
    work: [],
    changes: [],
    effects: [],
    executionChanged: false,
  };
}

/** Whether what wants to start must wait. */
export function isOnHold(live: Live): boolean {
  return live.isHeld || live.heldBy !== undefined || live.cancelledBy !== undefined;
}

/** Puts a frame on the work list of the call; it is stepped once however often it is put there. */
export function enqueue(live: Live, frame: Frame): void {
  if (frame.queued || frame.ended) return;
  frame.queued = true;
  live.work.push(frame);
}

/** Notes that the row of an open task run must be written. */
export function taskRunChanged(live: Live, taskRun: OpenTaskRun): void {
  if (taskRun.changedIn === live.call) return;
  taskRun.changedIn = live.call;
  live.changes.push({ kind: 'taskRunOpen', ord: taskRun.ord });
}

export function executionChanged(live: Live): void {
  if (live.executionChanged) return;
  live.executionChanged = true;
  live.changes.push(executionChange);
}

const executionChange: Change = { kind: 'execution' };

/** Enters a state; the current state again changes nothing. Time never goes back. */
export function enterState(history: MutableHistory, state: StateName, at: Instant): boolean {
  if (history.current === state) return false;
  const last = history.histories[history.histories.length - 1]!.at;
  history.current = state;
  history.histories.push({ state, at: last > at ? last : at });
  return true;
}

export function beginHistory(state: StateName, at: Instant): MutableHistory {
  return { current: state, histories: [{ state, at }] };
}

export function copyHistory(history: StateHistory): MutableHistory {
  return { current: history.current, histories: history.histories.slice() };
}
