import type { JsonObject } from '@windhover/model';
import { taskRunChanged, type Live, type OpenTaskRun } from './live.ts';

/** Adds to what the row keeps for the engine. */
export function remember(live: Live, taskRun: OpenTaskRun, facts: JsonObject): void {
  taskRun.memo = taskRun.memo === undefined ? facts : { ...taskRun.memo, ...facts };
  taskRunChanged(live, taskRun);
}

/** Takes one fact out again. */
export function forget(live: Live, taskRun: OpenTaskRun, name: string): void {
  if (taskRun.memo?.[name] === undefined) return;
  const { [name]: _forgotten, ...rest } = taskRun.memo;
  taskRun.memo = rest;
  taskRunChanged(live, taskRun);
}
