/** How a task orders other tasks. One file a flowable; the engine knows them only through this. */
import type { StateName } from '@windhover/model';
import type { Frame, Live, OpenTaskRun } from '../live.ts';
import type { Event } from '../types.ts';

export interface Flowable {
  /** A restart goes on with what its row remembers (child executions), instead of deciding everything anew. */
  readonly keepsProgress?: boolean;
  /** The task run has entered RUNNING: opens its frame, or asks for what must be evaluated first. */
  start(live: Live, taskRun: OpenTaskRun): void;
  /** What `start` asked for under `key` is there. */
  resolved?(live: Live, taskRun: OpenTaskRun, key: string, value: unknown): void;
  /** What was asked for under a key cannot be had; absent: the task run fails. */
  unresolved?(live: Live, taskRun: OpenTaskRun, message: string, key: string): void;
  /** A task of its lists has ended. */
  childTaskEnded?(live: Live, taskRun: OpenTaskRun, child: OpenTaskRun): void;
  /** Begins the next child execution of a frame of such. */
  openItem?(live: Live, taskRun: OpenTaskRun, frame: Frame): void;
  /** The frame as it was opened, from what the stored row remembers; undefined when `start` had not got that far. */
  restore(live: Live, taskRun: OpenTaskRun): Frame | undefined;
  /** The `tasks` phase is over without failure; true when the flowable goes on with another round of it. */
  roundEnded?(live: Live, frame: Frame): boolean;
  /** The final state from that of the children; absent: the same. */
  endState?(state: StateName): StateName;
  /** A timer of this task run fired; its key was `name:ord:number`. */
  timerFired?(live: Live, taskRun: OpenTaskRun, name: string, number: number): void;
  /** An attempt of it has lasted as long as its `timeout` lets it. Absent: the executor sets it no limit. */
  timedOut?(live: Live, taskRun: OpenTaskRun): void;
  /** Somebody says that it may go on. */
  resume?(live: Live, taskRun: OpenTaskRun, event: Extract<Event, { kind: 'resumed' }>): void;
  /** A child execution of it was made, refused, has ended, or has another one in its place. */
  childStarted?(live: Live, taskRun: OpenTaskRun, event: Extract<Event, { kind: 'childStarted' }>): void;
  childRefused?(live: Live, taskRun: OpenTaskRun, event: Extract<Event, { kind: 'childRefused' }>): void;
  childEnded?(live: Live, taskRun: OpenTaskRun, event: Extract<Event, { kind: 'childEnded' }>): void;
  childReplaced?(live: Live, taskRun: OpenTaskRun, event: Extract<Event, { kind: 'childReplaced' }>): void;
  /** It waits for something that no child stands for (a timer, a person, a child execution); effects to derive again. */
  recover?(live: Live, taskRun: OpenTaskRun): void;
  /** The execution is being stopped: ends the task run, or leaves it to end when what it waits for has ended. */
  stop?(live: Live, taskRun: OpenTaskRun): void;
}
