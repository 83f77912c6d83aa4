/** A flow as parsed from its source: both eras' spellings are already folded into one form. */
import type { Json, JsonObject } from './json.ts';
import type { StateName } from './states.ts';
import type { WorkerGroupChoice } from './worker-group.ts';

export interface Label {
  readonly key: string;
  readonly value: string;
}

export type InputType =
  | 'STRING'
  | 'EMAIL'
  | 'URI'
  | 'SECRET'
  | 'INT'
  | 'FLOAT'
  | 'BOOLEAN'
  | 'BOOL'
  | 'DATETIME'
  | 'DATE'
  | 'TIME'
  | 'DURATION'
  | 'SELECT'
  | 'ENUM'
  | 'MULTISELECT'
  | 'ARRAY'
  | 'JSON'
  | 'YAML'
  | 'ION'
  | 'FILE'
  | 'OBJECT'
  | 'FORM'
  | 'TABLE'
  | 'REUSABLE_INPUTS';

export interface Input {
  readonly id: string;
  readonly type: InputType;
  readonly description?: string;
  readonly displayName?: string;
  /** Default true. */
  readonly required: boolean;
  readonly defaults?: Json;
  readonly prefill?: Json;
  readonly dependsOn?: { readonly inputs: readonly string[]; readonly condition?: string };
  /** Further properties of the type (validator, min, max, values, expression, itemType …), as declared. */
  readonly options: JsonObject;
  /** Of reusable inputs: the id of the input that stands for them all. They find each other by their own ids, too. */
  readonly blockId?: string;
  /** Why it cannot be asked for: the reusable inputs that it names do not exist. */
  readonly failure?: string;
}

export interface Output {
  readonly id: string;
  readonly type: InputType;
  readonly value: Json;
  readonly description?: string;
  readonly displayName?: string;
  readonly required: boolean;
  readonly options: JsonObject;
}

export type RetryBehavior = 'RETRY_FAILED_TASK' | 'CREATE_NEW_EXECUTION';

/** Durations are in milliseconds. `maxAttempts` counts all attempts, the first included. */
export interface Retry {
  readonly type: 'constant' | 'exponential' | 'random';
  readonly intervalMs: number;
  readonly maxIntervalMs?: number;
  readonly delayFactor?: number;
  /** Each delay is between half of it and all of it. */
  readonly jitter?: boolean;
  readonly maxAttempts?: number;
  readonly maxDurationMs?: number;
  readonly warningOnRetry: boolean;
  readonly behavior: RetryBehavior;
}

export type ConcurrencyBehavior = 'QUEUE' | 'CANCEL' | 'FAIL';

export interface Concurrency {
  readonly limit: number;
  readonly behavior: ConcurrencyBehavior;
}

/** At most so many executions are created in each window of its length; windows are counted from the epoch. */
export interface Quota {
  readonly windowMs: number;
  /** The length as it was written. */
  readonly duration: string;
  readonly limit: number;
  readonly behavior: 'FAIL' | 'CANCEL';
}

export interface Sla {
  readonly id: string;
  readonly type: 'MAX_DURATION' | 'EXECUTION_ASSERTION';
  readonly durationMs?: number;
  readonly assert?: string;
  readonly behavior: 'FAIL' | 'CANCEL' | 'NONE';
  readonly labels: readonly Label[];
}

export interface Check {
  readonly when: string;
  readonly message: string;
  readonly style: 'INFO' | 'SUCCESS' | 'WARNING' | 'ERROR';
  readonly behavior: 'BLOCK_EXECUTION' | 'FAIL_EXECUTION' | 'CREATE_EXECUTION';
}

export type LogLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

export const logLevels: readonly LogLevel[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'];

/** One task as declared. `type` is canonical (aliases are resolved); children are found by the flowable's own structure. */
export interface TaskDefinition {
  readonly id: string;
  readonly type: string;
  readonly description?: string;
  readonly disabled: boolean;
  readonly allowFailure: boolean;
  readonly allowWarning: boolean;
  readonly runIf?: string;
  /** Of a listener's tasks (they are part of afterExecution): unlike `runIf`, an unmet one leaves no task run at all. */
  readonly onlyIf?: string;
  readonly retry?: Retry;
  /** ISO duration or a template that renders to one; an attempt's limit. */
  readonly timeout?: string;
  readonly logLevel?: LogLevel;
  readonly logToFile: boolean;
  readonly taskCache?: { readonly enabled: boolean; readonly ttlMs?: number };
  readonly workerGroup?: WorkerGroupChoice;
  /** Everything the task's own type declares, as written (templates not rendered), without child tasks. */
  readonly properties: JsonObject;
  /** Children of a flowable; absent on others. */
  readonly children?: TaskChildren;
  /** Why it cannot but fail: a template that cannot be taken in. */
  readonly failure?: string;
}

/** The branches of a flowable. `tasks` serves Sequential, Parallel, ForEach …; a Dag adds `dependsOn` per task. */
export interface TaskChildren {
  readonly tasks: readonly TaskDefinition[];
  readonly then?: readonly TaskDefinition[];
  readonly else?: readonly TaskDefinition[];
  readonly cases?: ReadonlyMap<string, readonly TaskDefinition[]>;
  readonly defaults?: readonly TaskDefinition[];
  readonly dependsOn?: ReadonlyMap<string, readonly string[]>;
  readonly errors: readonly TaskDefinition[];
  readonly finally: readonly TaskDefinition[];
}

/** One version of a template. */
export interface TemplateRef {
  readonly namespace: string;
  readonly id: string;
  readonly revision: number;
}

export interface TriggerDefinition {
  readonly id: string;
  readonly type: string;
  readonly description?: string;
  readonly disabled: boolean;
  readonly conditions: readonly JsonObject[];
  readonly when?: string;
  readonly inputs?: JsonObject;
  readonly labels: readonly Label[];
  readonly stopAfter: readonly StateName[];
  readonly logLevel?: LogLevel;
  readonly failOnTriggerError: boolean;
  readonly allowConcurrent: boolean;
  /** Of a polling trigger: from the end of an evaluation to the next. */
  readonly intervalMs?: number;
  /** Of a polling trigger. */
  readonly workerGroup?: WorkerGroupChoice;
  readonly properties: JsonObject;
}

export interface PluginDefault {
  readonly type: string;
  readonly forced: boolean;
  readonly values: JsonObject;
}

export interface Flow {
  readonly id: string;
  readonly namespace: string;
  /** Counts from 1; set when saved. */
  readonly revision: number;
  readonly description?: string;
  readonly labels: readonly Label[];
  readonly inputs: readonly Input[];
  readonly variables?: JsonObject;
  readonly tasks: readonly TaskDefinition[];
  readonly errors: readonly TaskDefinition[];
  readonly finally: readonly TaskDefinition[];
  readonly afterExecution: readonly TaskDefinition[];
  readonly triggers: readonly TriggerDefinition[];
  readonly outputs: readonly Output[];
  readonly concurrency?: Concurrency;
  readonly quotas?: readonly Quota[];
  readonly retry?: Retry;
  /** For the tasks and polling triggers that name none themselves. */
  readonly workerGroup?: WorkerGroupChoice;
  readonly sla: readonly Sla[];
  readonly checks: readonly Check[];
  readonly pluginDefaults: readonly PluginDefault[];
  readonly disabled: boolean;
  readonly draft: boolean;
  readonly deleted: boolean;
  /** Of the part that a Loop runs for each of its values: ids of the tasks around it, whose outputs it sees too. */
  readonly outerTaskIds?: readonly string[];
  /** Of a flow that takes in templates: those that it was read with. Its tasks are those of these revisions. */
  readonly templates?: readonly TemplateRef[];
  /** The document as plain data, as written; what API replies are built from. */
  readonly document: JsonObject;
}
