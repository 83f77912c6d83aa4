/** The engine's words: what is live, what happens to it, what changes, what must then be done. */
import type {
  Execution,
  ExecutionTrigger,
  Flow,
  Instant,
  Json,
  JsonObject,
  Label,
  LogLevel,
  LoopItem,
  LoopRun,
  Retry,
  StateName,
  TaskDefinition,
  TaskRun,
  TenantKey,
} from '@windhover/model';
import type { Flowable } from './flowables/flowable.ts';
import type { Spending } from './spending.ts';

/** How a task is carried out: in the executor's own batch, on a worker, or by ordering other tasks. */
export type TaskKind = 'flowable' | 'inline' | 'runnable';

/** The list that a task stands in: it decides when the task may run and whether its failure counts. */
export type Phase = 'tasks' | 'errors' | 'finally' | 'afterExecution';

/** A task of one flow revision, compiled once. Disabled tasks are left out of the lists that hold it. */
export interface CompiledTask {
  readonly id: string;
  readonly kind: TaskKind;
  readonly definition: TaskDefinition;
  /** The flowable that holds it; undefined at the top of the flow. */
  readonly parent: CompiledTask | undefined;
  readonly phase: Phase;
  /** Position in the list that holds it. */
  readonly index: number;
  /** Lists of a flowable (and of a WorkingDirectory); undefined on others. */
  readonly branches: CompiledBranches | undefined;
  /** How it orders its children; undefined on runnable and inline tasks. */
  readonly flowable: Flowable | undefined;
  /** The policy in force: its own, else that of the nearest ancestor, else the flow's. */
  readonly retry: Retry | undefined;
  /** The limit of an attempt when it is written out; undefined when there is none or it is a template. */
  readonly timeoutMs: number | undefined;
}

/** The lists of a flowable, disabled tasks left out. */
export interface CompiledBranches {
  readonly tasks: readonly CompiledTask[];
  readonly then: readonly CompiledTask[];
  readonly else: readonly CompiledTask[];
  readonly cases: ReadonlyMap<string, readonly CompiledTask[]>;
  readonly defaults: readonly CompiledTask[];
  readonly errors: readonly CompiledTask[];
  readonly finally: readonly CompiledTask[];
  /** Of a Dag: for each task of `tasks`, how many it waits for and which positions wait for it. */
  readonly dependencies: { readonly counts: readonly number[]; readonly dependents: readonly (readonly number[])[] };
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
  /** Every task that is not disabled, hidden ones included (`ID_split`, `ID_items`, `ID_merge`). */
  readonly byId: ReadonlyMap<string, CompiledTask>;
  /** Ids of its inputs whose numbers are decimals even where they have no fraction. */
  readonly floatInputs: readonly string[];
}

/** A value that a Loop has read from where its values stand; `end` is where the next one begins. */
export interface LoopValue {
  readonly key?: string;
  readonly value: Json;
  readonly end: number;
}

/** Some of a Loop's values, in order; at least one unless there are no more. */
export interface LoopPage {
  readonly values: readonly LoopValue[];
  /** Nothing follows. */
  readonly isEnd: boolean;
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
  /** Text of a template; maps and lists item by item. */
  text(template: unknown, variables: Variables): Evaluation;
  /** A value: the template's own when it is one print, else text; maps and lists item by item. */
  value(template: unknown, variables: Variables): Evaluation;
}

/** Thrown by a lookup for what exists but is not in memory; an evaluator answers `waiting`. */
export class NotLoaded extends Error {
  /** The task whose outputs are missing: load them, call `provideOutputs`, render again. */
  readonly taskId: string | undefined;

  constructor(taskId?: string) {
    super('Not in memory');
    this.taskId = taskId;
  }
}

/** Every event brings the instant at which it counts; ids come from the task run's ordinal or from the seed. */
export type Event =
  | { readonly kind: 'created'; readonly at: Instant }
  | { readonly kind: 'continued'; readonly frame: string; readonly at: Instant }
  | {
      readonly kind: 'evaluated';
      readonly ord: number;
      readonly key: string;
      readonly result: Evaluation;
      readonly at: Instant;
    }
  /** Memory was filled from rows (`loadLive`): every effect of what is open is derived again. Safe to repeat. */
  | { readonly kind: 'loaded'; readonly at: Instant }
  /** A worker was chosen: the lease number grows, and only results that carry it count from now on. */
  | {
      readonly kind: 'taskClaimed';
      readonly ord: number;
      readonly attempt: number;
      readonly workerId: string;
      readonly at: Instant;
    }
  /** The chosen worker did not take it: free to be claimed again. */
  | {
      readonly kind: 'taskReleased';
      readonly ord: number;
      readonly attempt: number;
      readonly lease: number;
      readonly at: Instant;
    }
  | {
      readonly kind: 'taskStarted';
      readonly ord: number;
      readonly attempt: number;
      readonly lease: number;
      readonly workerId: string;
      readonly at: Instant;
    }
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
  | {
      readonly kind: 'taskKilled';
      readonly ord: number;
      readonly attempt: number;
      readonly lease: number;
      readonly at: Instant;
      readonly logFile?: string;
    }
  /** The worker died or lost its lease: the attempt is closed and the task handed out again. */
  | {
      readonly kind: 'taskLost';
      readonly ord: number;
      readonly attempt: number;
      readonly lease: number;
      readonly at: Instant;
    }
  /** A child of a WorkingDirectory began on the worker that holds the directory's job (`ord`, `attempt`, `lease`). */
  | {
      readonly kind: 'innerStarted';
      readonly ord: number;
      readonly attempt: number;
      readonly lease: number;
      readonly taskId: string;
      readonly at: Instant;
    }
  /** It ended; allowFailure and allowWarning are applied here. SKIPPED needs no `innerStarted`. */
  | {
      readonly kind: 'innerEnded';
      readonly ord: number;
      readonly attempt: number;
      readonly lease: number;
      readonly taskId: string;
      readonly state: 'SUCCESS' | 'WARNING' | 'FAILED' | 'SKIPPED' | 'KILLED';
      readonly outputs?: JsonObject;
      readonly logFile?: string;
      readonly at: Instant;
    }
  | { readonly kind: 'timerFired'; readonly key: string; readonly at: Instant }
  /**
   * `attempt` and `iteration` are those of the effect: the batch of a ForEachItem, the index of a Loop, absent for a Subflow.
   * A Loop has one attempt.
   */
  | {
      readonly kind: 'childStarted';
      readonly ord: number;
      readonly attempt?: number;
      readonly iteration?: number;
      readonly childId: string;
      /** Whose execution it is; of an iteration it is known. */
      readonly flow?: { readonly namespace: string; readonly flowId: string };
      readonly at: Instant;
    }
  | {
      readonly kind: 'childRefused';
      readonly ord: number;
      readonly attempt?: number;
      readonly iteration?: number;
      /** The one that cannot be restarted: it does not exist any more, or nothing in it can be begun again. */
      readonly childId?: string;
      readonly message: string;
      readonly at: Instant;
    }
  | {
      readonly kind: 'childEnded';
      readonly ord: number;
      readonly iteration?: number;
      readonly childId: string;
      readonly state: StateName;
      readonly outputs?: JsonObject;
      /** Why the parent's task fails although the child did not (its `outputs` cannot be rendered). */
      readonly failure?: string;
      /** Of an iteration: what it was for. */
      readonly item?: LoopItem;
      readonly at: Instant;
    }
  /** The child has ended RETRIED and another execution, `by`, has taken its place: that is what is waited for now. */
  | {
      readonly kind: 'childReplaced';
      readonly ord: number;
      readonly iteration?: number;
      readonly childId: string;
      readonly by: string;
      readonly at: Instant;
    }
  /** `endState` is KILLED unless a rule ends the execution (SLA, Pause); `cascade` (default true) reaches child executions. */
  | { readonly kind: 'killRequested'; readonly at: Instant; readonly endState?: StateName; readonly cascade?: boolean }
  /** A kill switch ends it: KILLED as by hand; CANCELLED once what runs has ended, at once when it has not begun. */
  | {
      readonly kind: 'switchEnded';
      readonly killSwitch: string;
      readonly endState: 'KILLED' | 'CANCELLED';
      readonly at: Instant;
    }
  /** A kill switch ignores it: nothing further starts until `switchReleased`. */
  | { readonly kind: 'switchHeld'; readonly killSwitch: string; readonly at: Instant }
  | { readonly kind: 'switchReleased'; readonly at: Instant }
  | { readonly kind: 'pauseRequested'; readonly at: Instant }
  | {
      readonly kind: 'resumed';
      readonly at: Instant;
      readonly ord?: number;
      readonly inputs?: JsonObject;
      readonly by?: string;
      /** What an Approval waits for. */
      readonly decision?: Decision;
      readonly comment?: string;
      /** Of one that waits at a breakpoint: where it stops from now on, instead of where it did. */
      readonly breakpoints?: Execution['breakpoints'];
    }
  /** `warning`: it begins although there is no room for it. */
  | { readonly kind: 'slotGranted'; readonly at: Instant; readonly warning?: string }
  | {
      readonly kind: 'slotRefused';
      readonly behavior: 'QUEUE' | 'CANCEL' | 'FAIL';
      readonly message: string;
      readonly at: Instant;
    }
  | { readonly kind: 'restarted'; readonly at: Instant; readonly by?: string }
  | { readonly kind: 'statusChanged'; readonly state: StateName; readonly at: Instant }
  | {
      readonly kind: 'taskStateChanged';
      readonly ord: number;
      readonly state: StateName;
      readonly by?: string;
      readonly at: Instant;
    }
  | { readonly kind: 'labelsSet'; readonly labels: readonly Label[]; readonly at: Instant }
  | { readonly kind: 'forceRun'; readonly by?: string; readonly at: Instant };

/** What somebody says to an Approval. */
export type Decision = 'APPROVED' | 'DENIED';

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

/** `labels` are complete: the parent's system labels, inherited ones if asked, the task's own. */
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
  | {
      readonly kind: 'evaluate';
      readonly ord: number;
      readonly key: string;
      readonly template: unknown;
      readonly as: 'text' | 'value';
    }
  /** Carry the attempt out: inline in the batch, runnable through the dispatcher. `live.open.get(ord)` has the task and the lease. */
  | { readonly kind: 'runTask'; readonly ord: number; readonly attempt: number }
  /** Take it out of the queue or tell its worker; the task run may have ended already (timeout, forced kill). */
  | { readonly kind: 'killTask'; readonly ord: number; readonly attempt: number; readonly workerId?: string }
  | { readonly kind: 'startTimer'; readonly key: string; readonly dueAt: Instant }
  | { readonly kind: 'cancelTimer'; readonly key: string }
  /** Answered by `childStarted` or `childRefused`, then, when `spec.wait`, by `childEnded`. The same (ord, attempt, iteration) makes one child. */
  | {
      readonly kind: 'startChild';
      readonly ord: number;
      readonly attempt: number;
      readonly iteration?: number;
      readonly spec: ChildSpec;
    }
  /** Restart the failed child of a restarted Subflow; answered by `childStarted` or `childRefused`, then `childEnded`. */
  | {
      readonly kind: 'restartChild';
      readonly ord: number;
      readonly attempt: number;
      readonly iteration?: number;
      readonly childId: string;
    }
  /** Whether that child was made: answered by `childStarted` or `childRefused`. */
  | { readonly kind: 'findChild'; readonly ord: number; readonly attempt: number; readonly iteration?: number }
  /**
   * Run the tasks of a Loop for one value, as an execution of their own. The same (ord, iteration) makes one; in a later
   * `round`, after a restart, one that failed is restarted and one that was killed made anew. Answered as `startChild`.
   */
  | {
      readonly kind: 'startIteration';
      readonly ord: number;
      readonly iteration: number;
      readonly round: number;
      readonly loopRun: LoopRun;
    }
  /** Whether that execution was made: answered by `childStarted` or `childRefused`. */
  | { readonly kind: 'findIteration'; readonly ord: number; readonly iteration: number; readonly round: number }
  /** At most `limit` values of a file, from the byte `offset` on: answered by `evaluated` with a `LoopPage`. */
  | {
      readonly kind: 'readValues';
      readonly ord: number;
      readonly key: string;
      readonly uri: string;
      readonly isKeyed: boolean;
      readonly offset: number;
      readonly limit: number;
    }
  /** Write values that are too many for a row into a file: answered by `evaluated` with its address. */
  | {
      readonly kind: 'keepValues';
      readonly ord: number;
      readonly key: string;
      readonly values: readonly Omit<LoopValue, 'end'>[];
      readonly isKeyed: boolean;
    }
  /** Collect what the first `count` iterations came to: answered by `evaluated` with `{outputs}` or `{uri}`. */
  | {
      readonly kind: 'gatherOutputs';
      readonly ord: number;
      readonly key: string;
      readonly count: number;
      readonly round: number;
      readonly fetchType: 'AUTO' | 'FETCH' | 'STORE';
    }
  | { readonly kind: 'killChild'; readonly ord: number; readonly childId: string }
  /** After a reload: the child may have ended unheard; answered by `childEnded` or `childReplaced` if it has. */
  | { readonly kind: 'askChild'; readonly ord: number; readonly childId: string }
  | { readonly kind: 'requestSlot' }
  | { readonly kind: 'releaseSlot' }
  | { readonly kind: 'continue'; readonly frame: string }
  /** A line of the executor's own: `ord` -1 is about the execution as a whole. */
  | { readonly kind: 'log'; readonly ord: number; readonly level: LogLevel; readonly message: string }
  /** A flow retry that makes a new execution: a replay from the start, due at `dueAt`. */
  | { readonly kind: 'createRetry'; readonly dueAt: Instant; readonly spending: Spending }
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
  Partial<
    Pick<
      Execution,
      'inputs' | 'parentId' | 'trigger' | 'scheduleAt' | 'kind' | 'loopRun' | 'breakpoints' | 'metadata' | 'variables'
    >
  > & {
    /** How long the executions went on whose place it takes. */
    readonly spending?: Spending;
  };
