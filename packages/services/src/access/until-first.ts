import { Conflict } from '@windhover/ports';

/** Carries out what somebody else may come before, as a conflict over the thing says; then again, with what is there now. */
export async function untilFirst<T>(thing: string, attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Conflict) || error.thing !== thing) throw error;
    }
  }
}
