import type { FileRevision } from '@windhover/model';
import { userIdOf, type Actor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';

export type FileDeps = Pick<
  Deps,
  'store' | 'files' | 'clock' | 'ids' | 'settings' | 'contentSweeps' | 'onProblem' | 'crashAt'
>;

/** Undefined when a task does it, whose execution tells of it. */
export type FileActor = Actor | undefined;

/** When a revision is made, and by whom. */
export function madeNow({ clock }: FileDeps, actor: FileActor): Pick<FileRevision, 'createdAt' | 'createdBy'> {
  const createdBy = actor === undefined ? undefined : userIdOf(actor);
  return { createdAt: clock.now(), ...(createdBy !== undefined && { createdBy }) };
}
