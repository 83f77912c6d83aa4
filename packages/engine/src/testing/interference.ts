/**
 * What users, workers and clocks may do at any time, unasked: for tests that play a flow. Everything is told from what can
 * be seen from outside, so that an event may be senseless; then it must change nothing.
 */
import type { StateName, TaskRun } from '@windhover/model';
import type { Live } from '../live.ts';
import type { Event } from '../types.ts';

type WithoutAt<T> = T extends unknown ? Omit<T, 'at'> : never;

export type Interference =
  | { readonly kind: 'event'; readonly event: WithoutAt<Event> }
  /** The clock is set: forward or back. */
  | { readonly kind: 'clock'; readonly byMs: number };

export interface Seen {
  readonly live: Live;
  readonly rows: ReadonlyMap<number, TaskRun>;
  /** What the world has reported before. */
  readonly reported: readonly Event[];
}

const longestJumpMs = 3_600_000;
const states: readonly StateName[] = ['SUCCESS', 'WARNING', 'FAILED', 'KILLED', 'CANCELLED', 'RUNNING'];

/** One of them, by `random`; undefined when the one drawn has nothing to be done to. */
export function interferenceOf(seen: Seen, random: () => number): Interference | undefined {
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const event = (told: WithoutAt<Event> | undefined): Interference | undefined =>
    told === undefined ? undefined : { kind: 'event', event: told };
  const ord = pick([...seen.rows.keys()]);
  const open = pick([...seen.live.open.values()]);
  const attempt = open === undefined ? undefined : { ord: open.ord, attempt: open.attempt, lease: open.lease };
  const state = pick(states)!;

  const draws: readonly (readonly [weight: number, draw: () => Interference | undefined])[] = [
    [1, () => event({ kind: 'killRequested' })],
    [4, () => event({ kind: 'pauseRequested' })],
    [1, () => event({ kind: 'switchEnded', killSwitch: 'a', endState: 'KILLED' })],
    [2, () => event({ kind: 'switchEnded', killSwitch: 'b', endState: 'CANCELLED' })],
    [4, () => event({ kind: 'switchHeld', killSwitch: 'c' })],
    [4, () => event({ kind: 'switchReleased' })],
    [4, () => event({ kind: 'resumed' })],
    [4, () => event(ord === undefined ? undefined : { kind: 'resumed', ord })],
    [2, () => event({ kind: 'forceRun' })],
    [1, () => event({ kind: 'labelsSet', labels: [{ key: 'a', value: 'b' }] })],
    [4, () => event({ kind: 'restarted' })],
    [4, () => event({ kind: 'statusChanged', state })],
    [6, () => event(ord === undefined ? undefined : { kind: 'taskStateChanged', ord, state })],
    // The worker dies, does not take the job, answers for an attempt that is over.
    [6, () => event(attempt === undefined ? undefined : { kind: 'taskLost', ...attempt })],
    [4, () => event(attempt === undefined ? undefined : { kind: 'taskReleased', ...attempt })],
    [3, () => event(attempt === undefined ? undefined : { kind: 'taskLost', ...attempt, lease: attempt.lease - 1 })],
    [20, () => event(pick(seen.reported))],
    [2, () => event({ kind: 'timerFired', key: `retry:${String(ord ?? 0)}:99` })],
    [6, () => ({ kind: 'clock', byMs: clockJump(random) })],
  ];
  let at = random() * draws.reduce((sum, [weight]) => sum + weight, 0);
  return draws.find(([weight]) => (at -= weight) < 0)?.[1]();
}

/** Forward or back. */
export function clockJump(random: () => number): number {
  return Math.round((random() * 2 - 1) * longestJumpMs);
}

/** Whether a late repeat of it is the world's, who must not be heard, and not a second wish of a user. */
export function isReport({ kind }: Event): boolean {
  return kind.startsWith('task') || kind.startsWith('child') || kind.startsWith('inner')
    ? kind !== 'taskStateChanged'
    : kind === 'evaluated' || kind === 'continued' || kind === 'timerFired';
}
