import { executionChanged, type Live, type OpenTaskRun } from './live.ts';

/** Takes task runs out of the execution, open or ended. What they put out stays visible until it is replaced. */
export function removeTaskRuns(live: Live, ords: readonly number[]): void {
  let highest = -1;
  for (const ord of ords) {
    if (ord > highest) highest = ord;
    live.open.delete(ord);
    live.changes.push({ kind: 'taskRunRemoved', ord });
  }
  if (highest < live.nextOrd - 1) return;
  // Its logs and child executions are known by the ordinal: whoever comes next must not be taken for it.
  live.floorOrd = live.nextOrd;
  executionChanged(live);
}

/** Before a directory's job is made again its children of the last time go. */
export function removeInnerTaskRuns(live: Live, taskRun: OpenTaskRun): void {
  const job = taskRun.children;
  if (job?.kind !== 'job' || job.innerOrds!.length === 0) return;
  removeTaskRuns(live, job.innerOrds!);
  job.innerOrds = [];
  job.inner!.clear();
  job.next = 0;
}
