/** Why an execution, or a task run of it, is not running: told from what is stored, in a sentence and in facts. */
import {
  isTerminal,
  taskRunId,
  type Execution,
  type Instant,
  type Json,
  type KillSwitch,
  type TaskRun,
} from '@windhover/model';
import type { GroupWorkload } from '../workers/remote-workers.ts';
import type { Workload } from './execution-host.ts';
import type { LimitScope } from './execution-limits.ts';
import { whyFlowableWaits, type SeenFlowable } from './why-flowable-waits.ts';

export type WaitingKind =
  /** For a slot of a concurrency limit. */
  | 'SLOT'
  /** For its date. */
  | 'DATE'
  /** For somebody who resumes it, or for the end of the pause. */
  | 'RESUME'
  /** For the next round of a loop. */
  | 'ROUND'
  /** For the end of executions that it has started. */
  | 'CHILD'
  /** For tasks or items before it. */
  | 'TURN'
  /** For the next attempt. */
  | 'RETRY'
  /** For a free place on a worker. */
  | 'WORKER'
  /** For the end of what was killed, or of what is left of one that is cancelled. */
  | 'KILL'
  /** For the end of a kill switch that ignores the execution. */
  | 'SWITCH'
  /** A trigger waits for the end of this execution. */
  | 'TRIGGER';

export interface WaitingReason {
  readonly kind: WaitingKind;
  /** Undefined: the execution as a whole. */
  readonly taskRunId?: string;
  readonly taskId?: string;
  readonly message: string;
  readonly facts: { readonly [name: string]: Json };
}

/** What is stored, and how busy the workers are. */
export interface SeenExecution {
  readonly execution: Execution;
  /** Those that have not ended. */
  readonly taskRuns: readonly TaskRun[];
  /** Task runs that were given to a worker, by ordinal. */
  readonly claimed: ReadonlySet<number>;
  /** The kill switch that decides about it now. */
  readonly killSwitch?: KillSwitch | undefined;
  /** Scopes that limit it, innermost first. */
  readonly limits: readonly LimitScope[];
  /** Who holds slots, by name of the scope. */
  readonly holders: ReadonlyMap<string, Holders>;
  /** Triggers that start nothing until this execution has ended. */
  readonly lockedTriggers: readonly string[];
  readonly workload: Workload;
  /** Of a task run that waits for workers of a group at this server. */
  groupWorkload(ord: number): GroupWorkload | undefined;
  /** What is known of a flowable that runs. */
  flowable(taskRun: TaskRun): Omit<SeenFlowable, 'taskRun'>;
}

/** Those that have lent their slot to what they wait for are left out. */
export interface Holders {
  readonly taken: number;
  /** Some of them by id, of those that the reader may see. */
  readonly executionIds: readonly string[];
}

/** The execution first, then its task runs in order; empty when nothing of it waits, or it has ended. */
export function whyWaiting(seen: SeenExecution): readonly WaitingReason[] {
  const { execution, taskRuns } = seen;
  if (isTerminal(execution.state.current)) return [];
  return [
    ...ofExecution(seen),
    ...taskRuns.flatMap((taskRun) => {
      const { taskId, ord } = taskRun;
      const ofRun = { taskRunId: taskRunId(execution.id, ord), taskId };
      const group = seen.groupWorkload(ord);
      if (group !== undefined) return { ...ofRun, ...forGroup(group) };
      if (taskRun.state.current === 'RUNNING') {
        // A task that has not begun has no task run yet.
        const reasons = whyFlowableWaits({ taskRun, ...seen.flowable(taskRun) });
        return reasons.map((reason) => (reason.taskId === taskId ? { ...ofRun, ...reason } : reason));
      }
      const reason = ofTaskRun(taskRun, seen);
      return reason === undefined ? [] : { ...ofRun, ...reason };
    }),
    ...seen.lockedTriggers.map((triggerId): WaitingReason => {
      const message = `Trigger '${triggerId}' starts nothing until this execution has ended`;
      return { kind: 'TRIGGER', message, facts: { triggerId } };
    }),
  ];
}

function ofExecution(seen: SeenExecution): readonly WaitingReason[] {
  const { execution, killSwitch } = seen;
  const { heldBy, cancelledBy } = execution.memo ?? {};
  if (typeof heldBy === 'string') return [...forSwitch(heldBy, killSwitch), ...ofState(seen)];
  if (typeof cancelledBy === 'string') {
    const message = `Kill switch '${cancelledBy}' cancels the execution as soon as what runs has ended`;
    return [{ kind: 'KILL', message, facts: { killSwitch: cancelledBy } }];
  }
  return ofState(seen);
}

/** `name`: of the switch that held it first; another one may do so by now. */
function forSwitch(name: string, now: KillSwitch | undefined): readonly WaitingReason[] {
  const isSame = now?.evaluationType === 'IGNORE';
  const endsAt = isSame && now.endsAt !== undefined ? iso(now.endsAt) : undefined;
  const killSwitch = isSame ? now.name : name;
  const until = endsAt === undefined ? '' : `, at ${endsAt} at the latest`;
  const message = `Kill switch '${killSwitch}' holds the execution: it goes on when the switch ends${until}`;
  return [{ kind: 'SWITCH', message, facts: { killSwitch, ...(endsAt === undefined ? {} : { endsAt }) } }];
}

function ofState(seen: SeenExecution): readonly WaitingReason[] {
  const { execution } = seen;
  switch (execution.state.current) {
    case 'QUEUED':
      return forSlots(seen);
    case 'CREATED':
      return [execution.scheduleAt === undefined ? atOnce : forDate(execution.scheduleAt)];
    case 'RESTARTED':
      return [atOnce];
    case 'PAUSED':
      if (execution.memo?.['isHeld'] !== true) return [];
      return [{ kind: 'RESUME', message: 'The execution was paused by hand: resume it', facts: {} }];
    case 'KILLING':
      return [{ kind: 'KILL', message: 'The execution is being killed: what runs is told to end', facts: {} }];
    default:
      return [];
  }
}

function forSlots({ limits, holders, killSwitch }: SeenExecution): readonly WaitingReason[] {
  if (killSwitch?.evaluationType === 'IGNORE') return forSwitch(killSwitch.name, killSwitch);
  const full = limits.flatMap(({ name, thing, concurrency, closed }): readonly WaitingReason[] => {
    if (closed !== undefined) {
      const message = `The execution begins when ${thing} is no longer suspended`;
      return [{ kind: 'SLOT', message, facts: { scope: name } }];
    }
    const { taken, executionIds } = holders.get(name) ?? noHolders;
    if (concurrency === undefined || taken < concurrency.limit) return [];
    const { limit } = concurrency;
    const by = executionIds.length === 0 ? '' : ` by ${executionIds.map((id) => `'${id}'`).join(', ')}`;
    const others = executionIds.length === 0 || executionIds.length === taken ? '' : ' and others';
    const message = `The concurrency limit of ${thing} is reached: ${taken} of ${limit} slots are taken${by}${others}`;
    return [{ kind: 'SLOT', message, facts: { scope: name, thing, limit, taken, executionIds } }];
  });
  if (full.length > 0) return full;
  return [{ kind: 'SLOT', message: 'A slot is free: the execution begins when its turn comes', facts: {} }];
}

const noHolders: Holders = { taken: 0, executionIds: [] };

const atOnce: WaitingReason = { kind: 'TURN', message: 'The execution is about to begin', facts: {} };

function forDate(dueAt: Instant): WaitingReason {
  return { kind: 'DATE', message: `The execution is scheduled for ${iso(dueAt)}`, facts: { dueAt: iso(dueAt) } };
}

function ofTaskRun(taskRun: TaskRun, { claimed, workload }: SeenExecution): WaitingReason | undefined {
  const { state, memo, ord } = taskRun;
  switch (state.current) {
    case 'PAUSED': {
      const dueAt = memo?.['dueAt'];
      if (typeof memo?.['round'] === 'number' && typeof dueAt === 'number') return forRound(memo['round'] + 1, dueAt);
      const isApproval = memo?.['isAsked'] === true;
      const facts = isApproval ? { approval: true } : {};
      const wanted = isApproval ? 'approve or deny' : 'resume the execution';
      const message = `The task waits for somebody to ${wanted}`;
      if (typeof dueAt !== 'number') return { kind: 'RESUME', message, facts };
      const until = iso(dueAt);
      return { kind: 'RESUME', message: `${message}, until ${until} at the latest`, facts: { ...facts, dueAt: until } };
    }
    case 'BREAKPOINT':
      return { kind: 'RESUME', message: 'The task waits at a breakpoint: resume the execution', facts: {} };
    case 'RETRYING': {
      const dueAt = memo?.['retryAt'];
      if (typeof dueAt !== 'number') return { kind: 'RETRY', message: 'The next attempt is about to begin', facts: {} };
      const attempt = taskRun.attempts.length + 1;
      const message = `Attempt ${attempt} of the task is due at ${iso(dueAt)}`;
      return { kind: 'RETRY', message, facts: { dueAt: iso(dueAt), attempt } };
    }
    case 'CREATED':
    case 'SUBMITTED':
    case 'RESTARTED': {
      if (claimed.has(ord))
        return { kind: 'WORKER', message: 'The task was given to a worker, which is about to start it', facts: {} };
      if (workload.waitingJobs === 0) return { kind: 'WORKER', message: 'The task is about to be started', facts: {} };
      const { waitingJobs, runningJobs, workerSlots } = workload;
      const message = `The task waits for a worker: ${runningJobs} of ${workerSlots} places are taken, ${waitingJobs} tasks of this tenant wait`;
      return { kind: 'WORKER', message, facts: { waitingJobs, runningJobs, workerSlots } };
    }
    case 'KILLING':
      return { kind: 'KILL', message: 'The task was told to end', facts: {} };
    default:
      return undefined;
  }
}

function forGroup({ groupId, workers, slots, running, waiting }: GroupWorkload): WaitingReason {
  const facts = { workerGroup: groupId, workers, workerSlots: slots, runningJobs: running, waitingJobs: waiting };
  const message =
    workers === 0
      ? `The task waits for a worker of group '${groupId}': none is connected`
      : `The task waits for a worker of group '${groupId}': ${running} of ${slots} places are taken, ${waiting} tasks wait`;
  return { kind: 'WORKER', message, facts };
}

function forRound(round: number, dueAt: Instant): Omit<WaitingReason, 'taskRunId'> {
  const message = `Round ${round} of the loop is due at ${iso(dueAt)}`;
  return { kind: 'ROUND', message, facts: { dueAt: iso(dueAt), round } };
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}
