import type { RunContext, RunnableTask, TaskResult } from '@windhover/plugin-sdk';
import type { Held } from './held.ts';
import { asStored } from './kept-outputs.ts';
import type { Place } from './remote/place.ts';

/** Runs the code of a task: here, or at its place on a worker. */
export function runCode(
  task: RunnableTask,
  context: RunContext<unknown>,
  { tenantKey }: Pick<Held, 'tenantKey'>,
  place: Place | undefined,
): Promise<TaskResult<unknown>> {
  return place === undefined ? task.run(context as never) : place.run(task.type, tenantKey, context).then(asStored);
}
