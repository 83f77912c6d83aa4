/** A task as a typed object: a schema for its properties, one for its outputs, and `run`. */
import type { z } from 'zod';
import type { JsonObject, PluginDescription } from '@windhover/model';
import type { ExecutionChange, InlineContext, RunContext } from './run-context.ts';

export interface TaskResult<Outputs> {
  readonly outputs?: Outputs;
  /** Ends in WARNING instead of SUCCESS. */
  readonly warning?: boolean;
  readonly update?: ExecutionChange;
}

interface TaskCommon<Properties extends z.ZodObject, Outputs extends z.ZodType> {
  readonly type: string;
  readonly aliases?: readonly string[];
  readonly title: string;
  /** Markdown: the editor's help and the manual. */
  readonly description: string;
  /** Shape once rendered. Texts in all properties are templates, except in those named in `verbatim`. */
  readonly properties: Properties;
  /** Names of properties whose texts reach `run` unrendered (it renders them itself, item by item). */
  readonly verbatim?: readonly string[];
  /** Of these an expression alone keeps the kind of its value: a number stays one. All others are rendered to texts first. */
  readonly typed?: readonly string[];
  /** Names of properties that hold programs: validation warns of texts of others that are written into them. */
  readonly code?: readonly string[];
  /**
   * Values for all that the task adds to the variables when it renders those: what they render to with these tells runs
   * apart in the task's cache. Without it a task with such a property is not cached.
   */
  readonly standIns?: JsonObject;
  readonly outputs?: Outputs;
  readonly examples?: readonly { readonly title: string; readonly code: string }[];
  readonly deprecated?: boolean;
}

export interface InlineTask<
  Properties extends z.ZodObject = z.ZodObject,
  Outputs extends z.ZodType = z.ZodType,
> extends TaskCommon<Properties, Outputs> {
  readonly kind: 'inline';
  /** Synchronous and without effects on the outside; throws `TaskError` to fail. */
  run(context: InlineContext<z.output<Properties>>): TaskResult<z.output<Outputs>>;
}

export interface RunnableTask<
  Properties extends z.ZodObject = z.ZodObject,
  Outputs extends z.ZodType = z.ZodType,
> extends TaskCommon<Properties, Outputs> {
  readonly kind: 'runnable';
  run(context: RunContext<z.output<Properties>>): Promise<TaskResult<z.output<Outputs>>>;
}

/** A task of any schema, as registries hold it. */
export type AnyTask =
  | (Omit<InlineTask, 'run'> & { run(context: never): TaskResult<unknown> })
  | (Omit<RunnableTask, 'run'> & { run(context: never): Promise<TaskResult<unknown>> });

export function defineTask<Properties extends z.ZodObject, Outputs extends z.ZodType>(
  task: InlineTask<Properties, Outputs>,
): InlineTask<Properties, Outputs>;
export function defineTask<Properties extends z.ZodObject, Outputs extends z.ZodType>(
  task: RunnableTask<Properties, Outputs>,
): RunnableTask<Properties, Outputs>;
export function defineTask(task: AnyTask): AnyTask {
  return task;
}

/** The task as the catalogue of the model sees it. */
export function describeTask(task: AnyTask): PluginDescription {
  return { ...task, aliases: task.aliases ?? [] };
}

/** A user's failing task: the attempt ends FAILED with this message; outputs gathered so far are kept. */
export class TaskError extends Error {
  readonly outputs: Readonly<Record<string, unknown>> | undefined;

  constructor(message: string, options: { cause?: unknown; outputs?: Readonly<Record<string, unknown>> } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'TaskError';
    this.outputs = options.outputs;
  }
}
