/** All that a task sees of the world. */
import type { Confinement, HttpClient, JsonObject, Label, LogLevel, StateName } from '@windhover/model';
import type { TaskResult } from './define-task.ts';

export interface TaskLog {
  (level: LogLevel, message: string): void;
}

export interface TaskRunInfo {
  readonly id: string;
  readonly executionId: string;
  readonly namespace: string;
  readonly flowId: string;
  readonly flowRevision: number;
  readonly taskId: string;
  /** Counts from 1. */
  readonly attempt: number;
  readonly value?: string;
  /** The tenant's public id; undefined for the default tenant. */
  readonly tenantId: string | undefined;
  /** The same at each start of this attempt: for calls that must not happen twice. */
  readonly idempotencyKey: string;
}

export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'timer' | 'gauge';
  /** Timers: milliseconds. */
  readonly value: number;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What an inline task sees: it runs in the executor's own batch, synchronously, without effects on the outside. */
export interface InlineContext<Properties> {
  /** Rendered and checked against the schema. */
  readonly properties: Properties;
  /** The same as the flow has them, their templates not rendered; absent on a worker of a group. */
  readonly written?: JsonObject;
  readonly taskRun: TaskRunInfo;
  readonly log: TaskLog;
  /** The execution's labels and variables (those of its flow, as tasks have changed them) as they are now. */
  readonly execution: { readonly labels: readonly Label[]; readonly variables: JsonObject };
  metric(metric: Metric): void;
}

/** What a task on a worker sees. */
export interface RunContext<Properties> extends InlineContext<Properties> {
  /** Aborted on kill, timeout or loss of the lease; `signal.reason` is a {@link Stop}. */
  readonly signal: AbortSignal;
  /** A private directory, made on first use, gone afterwards. Absolute path. */
  workingDirectory(): Promise<string>;
  /** Renders a template (or the texts in a map or list) with the task's variables and `extra`. */
  render(template: unknown, extra?: JsonObject): Promise<unknown>;
  /** Runs the task that a YAML text describes (`type` and its properties) in place of this one; rejects with its failure. */
  runTask(spec: string): Promise<TaskResult<unknown>>;
  readonly files: TaskFiles;
  readonly services: TaskServices;
  /** The only way to programs of users: they run as `kestra.tasks.isolation` of the instance demands. */
  readonly confinement: Confinement;
  /**
   * The only way to servers outside: addresses are checked when a connection is made, redirects anew. Hand on `signal`.
   */
  readonly http: HttpClient;
}

/** Files of the execution in internal storage. */
export interface TaskFiles {
  /** Stores a local file (absolute path) or bytes under the task run; answers its `kestra:///` URI. */
  put(name: string, content: { readonly localPath: string } | Uint8Array | AsyncIterable<Uint8Array>): Promise<string>;
  /** Content behind a URI that this execution may read. */
  read(uri: string): AsyncIterable<Uint8Array>;
  sizeBytes(uri: string): Promise<number>;
  delete(uri: string): Promise<boolean>;
}

/**
 * Use cases of the tenant that tasks may call (kv, namespace files, executions …), filled in by the worker.
 * A task asks for one by name; the answer obeys the execution's tenant and namespace rules. Content of files travels as
 * `AsyncIterable<Uint8Array>`, everything else as plain data.
 */
export interface TaskServices {
  call(name: string, args: Readonly<Record<string, unknown>>): Promise<unknown>;
}

export interface Stop {
  readonly kind: 'killed' | 'timeout' | 'lost';
  readonly message: string;
}

export interface ExecutionChange {
  readonly labels?: readonly Label[];
  readonly variables?: JsonObject;
  readonly unsetVariables?: readonly string[];
  readonly exit?: StateName;
}
