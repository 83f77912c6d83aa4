/** What the task run of a Loop knows of its iterations. It is on its row, and so outlives the memory. */
import type { JsonObject, StateName } from '@windhover/model';
import { setOutputs } from '../end-task-run.ts';
import type { Live, OpenTaskRun } from '../live.ts';
import { remember } from '../remember.ts';
import type { Event } from '../types.ts';
import type { LoopSource } from './loop-source.ts';

export type ChildEnded = Extract<Event, { kind: 'childEnded' }>;

/**
 * What is kept on the row: how many iterations began and where the value of the next one stands, where the values of
 * those stand of which nothing is known yet, which run, how many ended in each state.
 */
export interface Progress {
  readonly source?: LoopSource;
  readonly next: number;
  readonly offset: number;
  readonly starting: Readonly<Record<string, number>>;
  readonly running: Readonly<Record<string, string>>;
  readonly ended: Readonly<Partial<Record<StateName, number>>>;
  /** No further iteration begins. */
  readonly isBroken?: boolean;
  readonly isGathered?: boolean;
  /** Something else than an iteration has failed. */
  readonly hasFailed?: boolean;
}

export const atFirst: Progress = {
  next: 0,
  offset: 0,
  starting: {},
  running: {},
  ended: {},
  isBroken: false,
  isGathered: false,
  hasFailed: false,
};

/** How often its values have been gone through, this time included. */
export function roundOf({ state }: OpenTaskRun): number {
  return 1 + state.histories.filter((entry) => entry.state === 'RESTARTED').length;
}

export function isRunning(taskRun: OpenTaskRun, { iteration, childId }: ChildEnded): boolean {
  return iteration !== undefined && progressOf(taskRun).running[iteration] === childId;
}

export function showProgress(live: Live, taskRun: OpenTaskRun): void {
  const { next, running, starting, ended } = progressOf(taskRun);
  setOutputs(live, taskRun, {
    iterationCount: next,
    runningIterations: Object.keys(running).length + Object.keys(starting).length,
    terminatedIterations: ended,
  });
}

export function without<T>(record: Readonly<Record<string, T>>, key: number): Readonly<Record<string, T>> {
  const { [key]: _gone, ...rest } = record;
  return rest;
}

export function progressOf(taskRun: OpenTaskRun): Progress {
  return (taskRun.memo?.['next'] === undefined ? atFirst : taskRun.memo) as unknown as Progress;
}

export function note(live: Live, taskRun: OpenTaskRun, progress: Partial<Progress>): void {
  remember(live, taskRun, progress as unknown as JsonObject);
}
