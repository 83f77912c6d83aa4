import { isTerminal, type StateName } from '@windhover/model';
import type { WireTaskRun } from '../api/wire.ts';
import { endDateOf } from '../states/end-date-of.ts';

/** What became of a task in an execution, which may have run it many times. */
export interface TaskSummary {
  /** Of what is open what runs comes first, then what waits; of what has ended what went worst. */
  readonly state: StateName;
  readonly taskRuns: readonly WireTaskRun[];
  readonly from: string;
  /** Undefined while one of them is open. */
  readonly to: string | undefined;
}

const tellingFirst: readonly StateName[] = [
  'RUNNING',
  'KILLING',
  'RETRYING',
  'PAUSED',
  'BREAKPOINT',
  'QUEUED',
  'FAILED',
  'KILLED',
  'CANCELLED',
  'WARNING',
  'SUCCESS',
  'SKIPPED',
];

const rank = (state: StateName): number => {
  const at = tellingFirst.indexOf(state);
  // CREATED and its kin wait like QUEUED; RETRIED and its kin have been followed by another.
  return at === -1 ? (isTerminal(state) ? tellingFirst.length : tellingFirst.indexOf('QUEUED')) : at;
};

/** By the id of the task. */
export function summariesOf(taskRuns: readonly WireTaskRun[]): ReadonlyMap<string, TaskSummary> {
  const byTask = Map.groupBy(taskRuns, ({ taskId }) => taskId);
  return new Map([...byTask].map(([taskId, runs]) => [taskId, summaryOf(runs)]));
}

function summaryOf(taskRuns: readonly WireTaskRun[]): TaskSummary {
  const states = taskRuns.map(({ state }) => state);
  const telling = states.reduce((left, right) => (rank(right.current) < rank(left.current) ? right : left));
  const ends = states.map(endDateOf);
  return {
    state: telling.current,
    taskRuns,
    from: states.map(({ startDate }) => startDate).reduce((left, right) => (right < left ? right : left)),
    to: ends.reduce((left, right) =>
      left === undefined || right === undefined ? undefined : right > left ? right : left,
    ),
  };
}
