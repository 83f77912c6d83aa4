/** The engine's words: what is live, what happens to it, what changes, what must then be done. */
import type {
  Execution,
  ExecutionTrigger,
  Flow,
  Instant,
  JsonObject,
  Label,
  LogLevel,
  StateName,
  TaskDefinition,
  TaskRun,
  TenantKey,
} from '@windhover/model';

/** How a task is carried out: in the executor's own batch, on a worker, or by ordering other tasks. */
export type TaskKind = 'flowable' | 'inline' | 'runnable';

/** A task of one flow revision, compiled once. Disabled tasks are left out of the lists that hold it. */
export interface CompiledTask {
  readonly id: string;
  readonly kind: TaskKind;
  readonly definition: TaskDefinition;
  /** Position in the flow's `byId`; stable for the revision. */
  readonly parent: CompiledTask | undefined;
}

/** One flow revision, compiled once and shared by its executions. */
export interface CompiledFlow {
  readonly flow: Flow;
  readonly tenantKey: TenantKey;
  /** The tenant's public id; undefined for the default tenant. */
  readonly tenantId: string | undefined;
  readonly tasks: readonly CompiledTask[];
  readonly errors: readonly CompiledTask[];
  readonly finally: readonly CompiledTask[];
  readonly afterExecution: readonly CompiledTask[];
  readonly byId: ReadonlyMap<string, CompiledTask>;
}

/** The outcome of rendering within one call of the engine. */
export type Evaluation =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly message: string }
  /** Something it needs is not in memory (an output, a secret, a file): the runtime evaluates and sends `evaluated`. */
  | { readonly kind: 'waiting' };

/** Roots of the expression context, looked up one by one: nothing is built that a template does not name. */
export interface Variables {
  lookup(name: string): unknown;
  names(): Iterable<string>;
}

/** Renders for the engine. Pure: the same template, variables and event give the same answer. */
export interface Evaluator {
  /** Text of a template. */
  text(template: string, variables: Variables): Evaluation;
  /** A value: the template's own when it is one print, else text; maps and lists item by item. */
  value(template: unknown, variables: Variables): Evaluation;
}

/** Thrown by a lookup for what exists but is not in memory; an evaluator answers `waiting`. */
export class NotLoaded extends Error {
  constructor() {
    super('Not in memory');
  }
}

/** Every event brings the instant at which it counts; ids come from the task run's ordinal or from the seed. */
export type Event =
  | { readonly kind: 'created'; readonly at: Instant }
  | { readonly kind: 'continued'; readonly frame: string; readonly at: Instant }
  | { readonly kind: 'evaluated'; readonly ord: number; readonly key: string; readonly result: Evaluation; readonly at: Instant }
  | { readonly kind: 'taskStarted'; readonly ord: number; readonly attempt: number; readonly lease: number; readonly workerId: string; readonly at: Instant }
  | {
      readonly kind: 'taskSucceeded';
      readonly ord: number;
      readonly attempt: number;
      readonly lease: number;
      readonly at: Instant;
      readonly outputs?: JsonObject;
      /** WARNING instead of SUCCESS. */
      readonly warning?: boolean;
      readonly update?: ExecutionUpdate;
      readonly logFile?: string;
    }
  | {
      readonly kind: 'taskFailed';
      readonly ord: number;
      readonly attempt: number;
      readonly lease: number;
      readonly at: Instant;
      readonly message: string;
      readonly outputs?: JsonObject;
      readonly logFile?: string;
    }
  | { readonly kind: 'taskKilled'; readonly ord: number; readonly attempt: number; readonly lease: number; readonly at: Instant }
  /** The worker died or lost its lease: the attempt is closed and the task handed out again. */
  | { readonly kind: 'taskLost'; readonly ord: number; readonly attempt: number; readonly lease: number; readonly at: Instant }
  | { readonly kind: 'timerFired'; readonly key: string; readonly at: Instant }
  | { readonly kind: 'childStarted'; readonly ord: number; readonly childId: string; readonly at: Instant }
  | { readonly kind: 'childRefused'; readonly ord: number; readonly message: string; readonly at: Instant }
  | {
      readonly kind: 'childEnded';
      readonly ord: number;
      readonly childId: string;
      readonly state: StateName;
      readonly outputs?: JsonObject;
      readonly at: Instant;
    }
  | { readonly kind: 'killRequested'; readonly at: Instant; readonly endState?: StateName; readonly cascade?: boolean }
  | { readonly kind: 'pauseRequested'; readonly at: Instant }
  | { readonly kind: 'resumed'; readonly at: Instant; readonly ord?: number; readonly inputs?: JsonObject; readonly by?: string }
  | { readonly kind: 'slotGranted'; readonly at: Instant }
  | { readonly kind: 'slotRefused'; readonly behavior: 'QUEUE' | 'CANCEL' | 'FAIL'; readonly message: string; readonly at: Instant }
  | { readonly kind: 'restarted'; readonly at: Instant; readonly by?: string }
  | { readonly kind: 'statusChanged'; readonly state: StateName; readonly at: Instant }
  | { readonly kind: 'taskStateChanged'; readonly ord: number; readonly state: StateName; readonly at: Instant }
  | { readonly kind: 'labelsSet'; readonly labels: readonly Label[]; readonly at: Instant }
  | { readonly kind: 'forceRun'; readonly at: Instant };

export type EventKind = Event['kind'];

/** What a task asks to change in its own execution. */
export interface ExecutionUpdate {
  readonly labels?: readonly Label[];
  readonly variables?: JsonObject;
  readonly unsetVariables?: readonly string[];
  /** Ends the execution in this state (the Exit task). */
  readonly exit?: StateName;
}

/** Becomes rows; the last change of a row in a batch wins. */
export type Change =
  | { readonly kind: 'execution' }
  /** Opened, or changed while still open: belongs in the live table unless it ends within the batch. */
  | { readonly kind: 'taskRunOpen'; readonly ord: number }
  | { readonly kind: 'taskRunEnded'; readonly taskRun: TaskRun }
  | { readonly kind: 'taskRunRemoved'; readonly ord: number };

export interface ChildSpec {
  readonly namespace: string;
  readonly flowId: string;
  readonly revision?: number;
  readonly inputs: JsonObject;
  readonly labels: readonly Label[];
  readonly inheritLabels: boolean;
  readonly wait: boolean;
  readonly trigger: ExecutionTrigger;
  readonly scheduleAt?: Instant;
}

/** What must be done once the changes are committed. Each can be derived again from stored state. */
export type Effect =
  /** Render `template` with what must be loaded first, then send `evaluated` with the same ord and key. */
  | { readonly kind: 'evaluate'; readonly ord: number; readonly key: string; readonly template: unknown; readonly as: 'text' | 'value' }
  | { readonly kind: 'runTask'; readonly ord: number; readonly attempt: number }
  | { readonly kind: 'killTask'; readonly ord: number }
  | { readonly kind: 'startTimer'; readonly key: string; readonly dueAt: Instant }
  | { readonly kind: 'cancelTimer'; readonly key: string }
  | { readonly kind: 'startChild'; readonly ord: number; readonly spec: ChildSpec }
  | { readonly kind: 'killChild'; readonly ord: number; readonly childId: string }
  | { readonly kind: 'requestSlot' }
  | { readonly kind: 'releaseSlot' }
  | { readonly kind: 'continue'; readonly frame: string }
  /** A line of the executor's own: `ord` -1 is about the execution as a whole. */
  | { readonly kind: 'log'; readonly ord: number; readonly level: LogLevel; readonly message: string }
  /** A flow retry that makes a new execution: a replay from the start, due at `dueAt`. */
  | { readonly kind: 'createRetry'; readonly dueAt: Instant; readonly attemptNumber: number }
  /** The execution entered a new state: flow triggers, parents and watchers are told. */
  | { readonly kind: 'stateChanged'; readonly state: StateName }
  /** All is over, afterExecution included: parents, waiters and slots may go. */
  | { readonly kind: 'notifyEnded'; readonly state: StateName };

export interface Advance {
  readonly changes: readonly Change[];
  readonly effects: readonly Effect[];
}

/** What an execution begins from. Labels are complete (flow's, trigger's, request's, system's); inputs are resolved and typed. */
export type NewExecution = Pick<Execution, 'id' | 'labels' | 'originalId'> &
  Partial<Pick<Execution, 'inputs' | 'parentId' | 'trigger' | 'scheduleAt' | 'kind' | 'breakpoints' | 'metadata' | 'variables'>>;
