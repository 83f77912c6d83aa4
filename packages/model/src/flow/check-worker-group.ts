import { hasExpression } from '@windhover/expressions';
import type { WorkerGroupChoice } from '../worker-group.ts';
import { report, type Reading } from './reading.ts';
import type { Path } from '../problem.ts';

/** What an expression gives is not known yet. `path` is that of the task, the trigger, or the flow. */
export function checkWorkerGroup(reading: Reading, choice: WorkerGroupChoice | undefined, path: Path): void {
  if (choice === undefined || reading.workerGroups === undefined) return;
  const { key } = choice;
  if (hasExpression(key) || reading.workerGroups.has(key)) return;
  report(reading, [...path, 'workerGroup', 'key'], {
    code: 'RULE',
    message: `worker group '${key}' does not exist: a superadmin makes it (in Kestra this is an Enterprise Edition functionality)`,
    remedy: "Make it under Administration, Worker groups, or remove 'workerGroup': the server runs the task then.",
  });
}
