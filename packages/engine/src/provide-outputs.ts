import type { JsonObject, TaskRun } from '@windhover/model';
import type { Live } from './live.ts';
import { pathOfRow, putLoaded } from './outputs.ts';

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
