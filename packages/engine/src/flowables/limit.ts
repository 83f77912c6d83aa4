import type { OpenTaskRun } from '../live.ts';

/** Child executions that one task run starts at the same time, at most: each is a row, and something in memory. */
export const childrenAtOnce = 200;

/** A static whole number among the properties; 0 means no limit. */
export function limitOf(taskRun: OpenTaskRun, property: string, otherwise: number): number {
  const value = Number(taskRun.task.definition.properties[property] ?? otherwise);
  return Number.isInteger(value) && value >= 0 ? value : otherwise;
}
