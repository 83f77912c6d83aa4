/** States as they are spelt on the wire. Questions about states are asked here, nowhere else. */
export type StateName =
  | 'CREATED'
  | 'SUBMITTED'
  | 'RESTARTED'
  | 'QUEUED'
  | 'RUNNING'
  | 'PAUSED'
  | 'BREAKPOINT'
  | 'RETRYING'
  | 'KILLING'
  | 'SUCCESS'
  | 'WARNING'
  | 'FAILED'
  | 'KILLED'
  | 'CANCELLED'
  | 'SKIPPED'
  | 'RETRIED'
  | 'RESUBMITTED';

/** An instant in epoch milliseconds, UTC. */
export type Instant = number;

export interface StateAt {
  readonly state: StateName;
  readonly at: Instant;
}

/** The states something has been in, oldest first; the last one is the current one. Never empty. */
export interface StateHistory {
  readonly current: StateName;
  readonly histories: readonly StateAt[];
}

const terminal: ReadonlySet<StateName> = new Set([
  'SUCCESS',
  'WARNING',
  'FAILED',
  'KILLED',
  'CANCELLED',
  'SKIPPED',
  'RETRIED',
  'RESUBMITTED',
]);

export const stateNames: readonly StateName[] = [
  'CREATED',
  'SUBMITTED',
  'RESTARTED',
  'QUEUED',
  'RUNNING',
  'PAUSED',
  'BREAKPOINT',
  'RETRYING',
  'KILLING',
  'SUCCESS',
  'WARNING',
  'FAILED',
  'KILLED',
  'CANCELLED',
  'SKIPPED',
  'RETRIED',
  'RESUBMITTED',
];

/** Whether only a named operation (restart, replay, change of status) may leave this state. */
export function isTerminal(state: StateName): boolean {
  return terminal.has(state);
}

export function isStateName(text: string): text is StateName {
  return (stateNames as readonly string[]).includes(text);
}

/** A history that begins in `state`. */
export function beginIn(state: StateName, at: Instant): StateHistory {
  return { current: state, histories: [{ state, at }] };
}

/** The history after entering `state`; entering the current state again changes nothing. Time never goes back. */
export function enter(history: StateHistory, state: StateName, at: Instant): StateHistory {
  if (history.current === state) return history;
  const last = history.histories[history.histories.length - 1];
  const when = last !== undefined && last.at > at ? last.at : at;
  return { current: state, histories: [...history.histories, { state, at: when }] };
}

export function startedAt(history: StateHistory): Instant {
  return history.histories[0]!.at;
}

/** When a terminal state was entered; undefined while there is none. */
export function endedAt(history: StateHistory): Instant | undefined {
  return isTerminal(history.current) ? history.histories[history.histories.length - 1]!.at : undefined;
}
