import { DatabaseUnavailable } from './errors.ts';

/** Whether it failed because the store could not be reached, however deep inside a rendering: it may go well later. */
export function isUnavailable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof DatabaseUnavailable) return true;
  return false;
}
