import type { RunContext, RunnableTask, TaskResult } from '@windhover/plugin-sdk';
import type { Held } from './held.ts';
import { asStored } from './kept-outputs.ts';
import type { Place } from './remote/place.ts';

/** Runs the code of a task: here, or at its place on a worker. */
export async function runCode(
  task: RunnableTask,
  context: RunContext<unknown>,
  { tenantKey }: Pick<Held, 'tenantKey'>,
  place: Place | undefined,
): Promise<TaskResult<unknown>> {
  // An inline task, which runs like others where its log or its outputs are kept as files, answers without a promise
  return place === undefined ? task.run(context as never) : asStored(await place.run(task.type, tenantKey, context));
}
