import type { FileRevision } from '@windhover/model';
import { Conflict } from '@windhover/ports';
import { userIdOf, type Actor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';

export type FileDeps = Pick<Deps, 'store' | 'files' | 'clock' | 'ids' | 'settings' | 'crashAt'>;

/** Undefined when a task does it, whose execution tells of it. */
export type FileActor = Actor | undefined;

/** When a revision is made, and by whom. */
export function madeNow({ clock }: FileDeps, actor: FileActor): Pick<FileRevision, 'createdAt' | 'createdBy'> {
  const createdBy = actor === undefined ? undefined : userIdOf(actor);
  return { createdAt: clock.now(), ...(createdBy !== undefined && { createdBy }) };
}

/** Carries out what somebody else may come before; then again, with what is there now. */
export async function untilFirst<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Conflict) || error.thing !== 'File revision') throw error;
    }
  }
}
