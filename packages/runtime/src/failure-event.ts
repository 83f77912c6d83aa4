import type { Event } from '@windhover/engine';
import type { JsonObject } from '@windhover/model';
import { TaskError } from '@windhover/plugin-sdk';
import { messageOf } from './rendering.ts';

/** Why an attempt failed, with the outputs that it had gathered. */
export function failureEvent(
  of: { readonly ord: number; readonly attempt: number; readonly lease: number; readonly at: number },
  cause: unknown,
): Event & { readonly kind: 'taskFailed' } {
  const outputs = cause instanceof TaskError ? cause.outputs : undefined;
  return {
    kind: 'taskFailed',
    ...of,
    message: messageOf(cause),
    ...(outputs === undefined ? undefined : { outputs: outputs as JsonObject }),
  };
}
