import type { WireTaskRun } from '../api/wire.ts';

export interface GanttRow {
  readonly taskRun: WireTaskRun;
  /** 0 at the top. */
  readonly depth: number;
  readonly children: number;
}

/** Task runs as a tree laid out in lines: children below their parent, in order of creation, folded ones left out. */
export function ganttRows(taskRuns: readonly WireTaskRun[], folded: ReadonlySet<string>): readonly GanttRow[] {
  const known = new Set(taskRuns.map((taskRun) => taskRun.id));
  const below = new Map<string | undefined, WireTaskRun[]>();
  for (const taskRun of taskRuns) {
    const parent =
      taskRun.parentTaskRunId !== undefined && known.has(taskRun.parentTaskRunId) ? taskRun.parentTaskRunId : undefined;
    const siblings = below.get(parent);
    if (siblings === undefined) below.set(parent, [taskRun]);
    else siblings.push(taskRun);
  }
  const rows: GanttRow[] = [];
  const add = (parent: string | undefined, depth: number) => {
    for (const taskRun of below.get(parent) ?? []) {
      rows.push({ taskRun, depth, children: below.get(taskRun.id)?.length ?? 0 });
      if (!folded.has(taskRun.id)) add(taskRun.id, depth + 1);
    }
  };
  add(undefined, 0);
  return rows;
}
