/** Derives the effects of open task runs again: after a reload, a restart, a replay. Each may be carried out twice. */
import { retryTimer } from './fail-attempt.ts';
import { enqueue, type Live, type OpenTaskRun } from './live.ts';
import { beginTaskRun, submitTaskRun } from './open-task-run.ts';
import { isAttemptOpen, timeoutOf, timeoutTimer } from './task-run-state.ts';

/** Everything that is open; frames go onto the work list. Linear in what is open, as loading was. */
export function recoverOpenTaskRuns(live: Live): void {
  const { postponed } = live;
  live.postponed = undefined;
  if (postponed !== undefined) for (const frame of postponed) enqueue(live, frame);
  for (const taskRun of live.open.values()) recoverTaskRun(live, taskRun);
}

function recoverTaskRun(live: Live, taskRun: OpenTaskRun): void {
  if (taskRun.frame.kind === 'job' && taskRun.frame.phase === 'tasks') return;
  switch (taskRun.state.current) {
    case 'CREATED':
    case 'RESTARTED':
      // A claimed job is its worker's until the lease is lost.
      return taskRun.workerId === undefined ? beginTaskRun(live, taskRun) : undefined;
    case 'RETRYING':
      live.effects.push({
        kind: 'startTimer',
        key: retryTimer(taskRun),
        dueAt: Number(taskRun.memo?.['retryAt'] ?? live.at),
      });
      return;
    case 'BREAKPOINT':
      return;
    case 'KILLING':
      // The stop that is under way has reached it again already.
      return taskRun.children === undefined ? undefined : enqueue(live, taskRun.children);
    default:
      return taskRun.task.kind === 'flowable' ? recoverFlowable(live, taskRun) : recoverAttempt(live, taskRun);
  }
}

function recoverFlowable(live: Live, taskRun: OpenTaskRun): void {
  const { task, children } = taskRun;
  if (children !== undefined) enqueue(live, children);
  if (task.flowable!.recover !== undefined) task.flowable!.recover(live, taskRun);
  else if (children === undefined) task.flowable!.start(live, taskRun);
}

function recoverAttempt(live: Live, taskRun: OpenTaskRun): void {
  if (taskRun.children !== undefined) enqueue(live, taskRun.children);
  if (taskRun.children !== undefined && taskRun.children.running === 0) return;
  if (taskRun.children !== undefined && taskRun.children.phase !== 'tasks') return;
  if (isAttemptOpen(taskRun)) return startTimeout(live, taskRun);
  if (taskRun.workerId === undefined) submitTaskRun(live, taskRun);
}

/** Beside the limit of a worker, a little later: it is for the worker that does not answer. */
export function startTimeout(live: Live, taskRun: OpenTaskRun): void {
  const timeoutMs = timeoutOf(taskRun);
  if (timeoutMs === undefined) return;
  const startedAt = taskRun.attempts[taskRun.attempts.length - 1]!.state.histories[0]!.at;
  const leewayMs = taskRun.task.kind === 'runnable' ? workerLeewayMs : 0;
  live.effects.push({ kind: 'startTimer', key: timeoutTimer(taskRun), dueAt: startedAt + timeoutMs + leewayMs });
}

const workerLeewayMs = 2_000;
