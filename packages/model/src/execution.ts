/** An execution and its task runs, as stored and as the engine sees them. */
import type { Label, TemplateRef } from './flow.ts';
import type { Json, JsonObject } from './json.ts';
import type { Instant, StateHistory } from './states.ts';

export interface ExecutionTrigger {
  readonly id: string;
  readonly type: string;
  readonly variables: JsonObject;
  readonly logFile?: string;
}

export type ExecutionKind = 'NORMAL' | 'TEST' | 'PLAYGROUND' | 'LOOP';

/** One of the values that tasks are run for. */
export interface LoopItem {
  /** Counts from 0. */
  readonly index: number;
  /** Of a map: the value's key. */
  readonly key?: string;
  readonly value: Json;
}

/** Which iteration of which Loop an execution is. */
export interface LoopRun extends LoopItem {
  readonly taskId: string;
  /** Of the Loop's task run, in the execution that it stands in. */
  readonly ord: number;
  /** Executions that this one is part of: that of its Loop first, then those around it. */
  readonly within: readonly string[];
  /** Values of the loops around its Loop, nearest first. */
  readonly parents: readonly LoopItem[];
}

/** Everything of an execution but its task runs. */
export interface Execution {
  readonly id: string;
  readonly namespace: string;
  readonly flowId: string;
  readonly flowRevision: number;
  readonly state: StateHistory;
  readonly inputs?: JsonObject;
  readonly outputs?: JsonObject;
  readonly variables?: JsonObject;
  readonly labels: readonly Label[];
  /** The execution this one was replayed or child-restarted from. */
  readonly parentId?: string;
  readonly originalId: string;
  readonly trigger?: ExecutionTrigger;
  readonly metadata: { readonly attemptNumber: number; readonly originalCreatedAt: Instant };
  readonly scheduleAt?: Instant;
  readonly kind?: ExecutionKind;
  readonly loopRun?: LoopRun;
  readonly breakpoints?: readonly { readonly id: string; readonly value?: string }[];
  /** Of a flow that takes in templates: the revisions that the execution began with, and keeps to; never shown. */
  readonly templates?: readonly TemplateRef[];
  /** What the engine remembers to go on after a reload (paused by hand, being killed …); never shown. */
  readonly memo?: JsonObject;
}

export interface Attempt {
  readonly state: StateHistory;
  readonly workerId?: string;
  readonly logFile?: string;
}

/** One instance of a task in an execution. `ord` counts from 0 in order of creation; `parentOrd` is -1 at the top. */
export interface TaskRun {
  readonly ord: number;
  readonly parentOrd: number;
  readonly taskId: string;
  /** The iteration's value as text (objects as JSON); absent outside loops. */
  readonly value?: string;
  /** 0-based index in a ForEach, round of a LoopUntil, batch of a ForEachItem. */
  readonly iteration?: number;
  readonly state: StateHistory;
  readonly attempts: readonly Attempt[];
  readonly outputs?: JsonObject;
  readonly dynamic?: boolean;
  /** What the engine remembers to go on after a reload (items of a ForEach, due dates …); never shown. */
  readonly memo?: JsonObject;
}

/** The key of the label that ties a chain of executions together. */
export const correlationLabel = 'system.correlationId';

export function labelValue(labels: readonly Label[], key: string): string | undefined {
  return labels.find((label) => label.key === key)?.value;
}
