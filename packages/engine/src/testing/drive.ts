/** Drives one execution by hand, event by event, and remembers the rows: for unit tests. */
import type { Execution, Flow, StateName, TaskRun } from '@windhover/model';
import { advance } from '../advance.ts';
import type { Live } from '../live.ts';
import { loadLive } from '../load-live.ts';
import { startLive, type StartOptions } from '../start-live.ts';
import { snapshot, taskRunOf } from '../to-task-run.ts';
import type { Advance, Effect, Event, NewExecution } from '../types.ts';
import { compiled, testEvaluator } from './test-flow.ts';

type WithoutAt<T> = T extends unknown ? Omit<T, 'at'> : never;
type Told = WithoutAt<Event> & { readonly at?: number };

export interface Driven {
  live: Live;
  readonly rows: Map<number, TaskRun>;
  readonly effects: Effect[];
  /** Sends an event one millisecond after the last, or at its own instant. */
  send(event: Told): Advance;
  /** Ends the open attempt of the (newest) task run of a task. */
  succeed(taskId: string, rest?: object): Advance;
  fail(taskId: string, rest?: object): Advance;
  /** The newest task run of a task. */
  row(taskId: string): TaskRun;
  /** States that a task run has been in, or the execution. */
  history(taskId?: string): string;
  /** `id STATE` of every task run, in order. */
  states(): string[];
  effectsOf<Kind extends Effect['kind']>(kind: Kind): Extract<Effect, { kind: Kind }>[];
  execution(): Execution;
  /** Sets the clock on the wall: what is sent from then on says so; nothing else moves. */
  setClock(byMs: number): void;
  /** Fills memory from the rows, as after the end of the process. */
  reload(): Advance;
}

export function drive(flow: Flow, begunFrom: Partial<NewExecution> = {}, options: StartOptions = {}): Driven {
  const flowOf = compiled(flow);
  const rows = new Map<number, TaskRun>();
  const effects: Effect[] = [];
  let at = 1_000;
  let wallAheadMs = 0;
  const driven: Driven = {
    live: startLive(
      flowOf,
      { id: 'execution', labels: [], originalId: 'execution', ...begunFrom },
      at,
      testEvaluator,
      options,
    ),
    rows,
    effects,
    send(told) {
      at = told.at ?? at + 1;
      const result = advance(driven.live, { ...told, at: at + wallAheadMs } as Event, at);
      for (const change of result.changes) {
        if (change.kind === 'taskRunOpen') {
          const row = taskRunOf(driven.live, change.ord);
          if (row !== undefined) rows.set(change.ord, row);
        } else if (change.kind === 'taskRunEnded') rows.set(change.taskRun.ord, change.taskRun);
        else if (change.kind === 'taskRunRemoved') rows.delete(change.ord);
      }
      effects.push(...result.effects);
      return result;
    },
    succeed: (taskId, rest = {}) => driven.send({ kind: 'taskSucceeded', ...attemptOf(driven, taskId), ...rest }),
    fail: (taskId, rest = {}) =>
      driven.send({ kind: 'taskFailed', ...attemptOf(driven, taskId), message: 'failed', ...rest }),
    row: (taskId) => [...rows.values()].filter((row) => row.taskId === taskId).at(-1)!,
    history(taskId) {
      const state = taskId === undefined ? driven.live.state : driven.row(taskId).state;
      return state.histories.map((entry) => entry.state).join(' ');
    },
    states: () =>
      [...rows.values()].sort((left, right) => left.ord - right.ord).map((row) => `${row.taskId} ${row.state.current}`),
    effectsOf: <Kind extends Effect['kind']>(kind: Kind) =>
      effects.filter((effect): effect is Extract<Effect, { kind: Kind }> => effect.kind === kind),
    execution: () => snapshot(driven.live),
    setClock(byMs) {
      wallAheadMs += byMs;
    },
    reload() {
      driven.live = loadLive(flowOf, snapshot(driven.live), [...rows.values()], testEvaluator, options);
      return driven.live.isOver ? { changes: [], effects: [] } : driven.send({ kind: 'loaded' });
    },
  };
  driven.send({ kind: 'created' });
  return driven;
}

function attemptOf({ live }: Driven, taskId: string): { ord: number; attempt: number; lease: number } {
  const open = [...live.open.values()].filter((taskRun) => taskRun.task.id === taskId)[0];
  if (open === undefined) throw new Error(`No task run of '${taskId}' is open`);
  return { ord: open.ord, attempt: open.attempt, lease: open.lease };
}

/** An ended execution as a restart or replay finds it. */
export function ended(driven: Driven, state: StateName = 'FAILED'): Driven {
  if (driven.live.state.current !== state) throw new Error(`The execution is ${driven.live.state.current}`);
  driven.reload();
  return driven;
}
