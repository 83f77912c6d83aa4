import type { TaskRunInfo } from '@windhover/plugin-sdk';
import { z } from 'zod';

/** What finds a state: its name, in the flow or the whole namespace, for this iteration's value or all. */
export const stateProperties = {
  name: z.string().default('default').describe('Name of the state.'),
  namespace: z.boolean().default(false).describe('Whether all flows of the namespace share the state.'),
  taskrunValue: z
    .boolean()
    .default(true)
    .describe('Whether each value of a loop around the task has a state of its own.'),
};

interface Place {
  readonly name: string;
  readonly namespace: boolean;
  readonly taskrunValue: boolean;
}

/** The same as the arguments of the state services. */
export function placeOf({ name, namespace, taskrunValue }: Place, taskRun: TaskRunInfo) {
  return { name, ofNamespace: namespace, value: taskrunValue ? taskRun.value : undefined };
}
