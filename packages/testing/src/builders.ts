/** Smallest valid things, with what a test cares about on top. */
import { randomUUID } from 'node:crypto';

export interface FlowParts {
  readonly id?: string;
  readonly namespace?: string;
  /** Further top-level properties (`inputs`, `triggers`, `labels` …). */
  readonly [property: string]: unknown;
  readonly tasks?: readonly TaskParts[];
}

export interface TaskParts {
  readonly id: string;
  readonly type: string;
  readonly [property: string]: unknown;
}

/** A flow's source; JSON is YAML. Without parts: one task that ends at once. Ids differ from call to call. */
export function aFlow(parts: FlowParts = {}): string {
  return JSON.stringify(
    { id: `flow-${randomUUID().slice(0, 8)}`, namespace: 'company.team', tasks: [logTask()], ...parts },
    null,
    2,
  );
}

export function logTask(message = 'hello', id = 'log'): TaskParts {
  return { id, type: 'io.kestra.plugin.core.log.Log', message };
}

export function returnTask(format: unknown, id = 'return'): TaskParts {
  return { id, type: 'io.kestra.plugin.core.debug.Return', format };
}

/** Waits; `duration` is ISO-8601, such as `PT1H`. */
export function sleepTask(duration: string, id = 'sleep'): TaskParts {
  return { id, type: 'io.kestra.plugin.core.flow.Sleep', duration };
}

export function failTask(id = 'fail'): TaskParts {
  return { id, type: 'io.kestra.plugin.core.execution.Fail' };
}
