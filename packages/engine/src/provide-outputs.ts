import type { JsonObject, TaskRun } from '@windhover/model';
import type { Live } from './live.ts';
import { pathOfRow, putLoaded, putMissing } from './outputs.ts';

/**
 * Puts outputs into memory that a template needed and `NotLoaded` named; `parents` finds the rows of ancestors for those
 * below valued flowables. Answers how to take them out again, so that memory stays bounded; call it once the rendering
 * is over.
 */
export function provideOutputs(
  live: Live,
  rows: readonly TaskRun[],
  rowOf: (ord: number) => TaskRun | undefined,
): () => void {
  const drops = rows
    .filter((row): row is TaskRun & { outputs: JsonObject } => row.outputs !== undefined)
    .map((row) => putLoaded(live.outputs, row.taskId, pathOfRow(row, rowOf), row.outputs));
  return () => drops.forEach((drop) => drop());
}

/**
 * The same for a task around the Loop whose iteration this is: rows of the execution that it ran in. Without rows there is
 * no such variable while the drop has not been called.
 */
export function provideOuterOutputs(
  live: Live,
  taskId: string,
  rows: readonly TaskRun[],
  rowOf: (ord: number) => TaskRun | undefined,
): () => void {
  const root = live.outputs.root!;
  delete root[taskId];
  provideOutputs(live, rows, rowOf);
  return () => {
    delete root[taskId];
    putMissing(live.outputs, taskId, []);
  };
}
