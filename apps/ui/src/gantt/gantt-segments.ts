import { isTerminal, type StateName } from '@windhover/model';
import type { WireState, WireTaskRun } from '../api/wire.ts';
import { endDateOf } from '../states/end-date-of.ts';

export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly state: StateName;
  /** Waiting is drawn thin, work is drawn full. */
  readonly waiting: boolean;
  /** From 1; undefined for what is no attempt. */
  readonly attempt?: number;
}

const waitingStates: ReadonlySet<StateName> = new Set([
  'CREATED',
  'SUBMITTED',
  'QUEUED',
  'RESTARTED',
  'RETRYING',
  'PAUSED',
  'BREAKPOINT',
]);

/**
 * What a task run did over time: its attempts where it has several, in the colour of how each ended; else the time in
 * which it worked, in the colour of its state. Waiting before and between is drawn in the colour of the waiting.
 */
export function segmentsOf(taskRun: WireTaskRun, now: number): readonly Segment[] {
  const { attempts = [] } = taskRun;
  const waits = phases(taskRun.state, now).filter((phase) => phase.waiting);
  if (attempts.length < 2) return [...waits, ...work(taskRun.state, now)];
  return [
    ...waits,
    ...attempts.map((attempt, index) => ({
      from: Date.parse(attempt.state.startDate),
      to: endOf(attempt.state, now),
      state: attempt.state.current,
      waiting: false,
      attempt: index + 1,
    })),
  ];
}

export function endOf(state: WireState, now: number): number {
  const end = endDateOf(state);
  return end === undefined ? Math.max(now, Date.parse(state.startDate)) : Date.parse(end);
}

function phases(state: WireState, now: number): readonly Segment[] {
  return state.histories.map((entry, index) => {
    const from = Date.parse(entry.date);
    const next = state.histories[index + 1];
    const to = next === undefined ? (isTerminal(entry.state) ? from : Math.max(now, from)) : Date.parse(next.date);
    return { from, to, state: entry.state, waiting: waitingStates.has(entry.state) };
  });
}

function work(state: WireState, now: number): readonly Segment[] {
  const working = phases(state, now).filter((phase) => !phase.waiting && !isTerminal(phase.state));
  const last = working.at(-1);
  if (last === undefined) {
    const at = endOf(state, now);
    return isTerminal(state.current) ? [{ from: at, to: at, state: state.current, waiting: false }] : [];
  }
  // How it ended colours the last stretch; a stretch before a pause was just work.
  return working.map((phase) =>
    phase === last && isTerminal(state.current) ? { ...phase, state: state.current } : phase,
  );
}
