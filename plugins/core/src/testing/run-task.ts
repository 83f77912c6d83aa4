/** Runs one task of this group as a worker would: properties are rendered already, then converted and checked. */
import {
  convertProperties,
  type AnyTask,
  type ExecutionChange,
  type JsonObject,
  type Label,
  type LogLevel,
  type Metric,
} from '@windhover/plugin-sdk';

export interface Surroundings {
  readonly labels?: readonly Label[];
  readonly variables?: JsonObject;
  readonly signal?: AbortSignal;
}

export interface Ran {
  readonly outputs: Readonly<Record<string, unknown>> | undefined;
  readonly update: ExecutionChange | undefined;
  readonly logs: readonly (readonly [LogLevel, string])[];
  readonly metrics: readonly Metric[];
}

/** Rejects with what the task throws. */
export async function runTask(task: AnyTask, properties: JsonObject, surroundings: Surroundings = {}): Promise<Ran> {
  const { labels = [], variables = {}, signal = new AbortController().signal } = surroundings;
  const logs: (readonly [LogLevel, string])[] = [];
  const metrics: Metric[] = [];
  const context = {
    properties: task.properties.parse(convertProperties(task.properties, properties)),
    execution: { labels, variables },
    log: (level: LogLevel, message: string) => logs.push([level, message]),
    metric: (metric: Metric) => metrics.push(metric),
    signal,
  };
  const result = await task.run(context as never);
  return { outputs: result.outputs as Ran['outputs'], update: result.update, logs, metrics };
}
