import { failTaskRun } from './fail-task-run.ts';
import { outputResolved } from './finish-execution.ts';
import { enqueue, type Live, type OpenTaskRun } from './live.ts';
import { listenerResolved } from './open-next-listener.ts';
import { runIfResolved, timeoutResolved } from './open-task-run.ts';
import { assertionResolved } from './sla.ts';
import type { Evaluation, Event } from './types.ts';

/** What was asked for with the effect `evaluate`; an answer that nobody waits for any more is dropped. */
export function onEvaluated(live: Live, { ord, key, result }: Extract<Event, { kind: 'evaluated' }>): void {
  if (result.kind === 'waiting') return;
  if (ord < 0) return executionResolved(live, key, result);
  const taskRun = live.open.get(ord);
  if (taskRun === undefined || taskRun.waiting !== key) return;
  taskRun.waiting = undefined;
  if (result.kind === 'failed') taskRunUnresolved(live, taskRun, key, result.message);
  else taskRunResolved(live, taskRun, key, result.value);
  if (taskRun.children !== undefined) enqueue(live, taskRun.children);
}

function taskRunUnresolved(live: Live, taskRun: OpenTaskRun, key: string, message: string): void {
  const unresolved = key === 'runIf' || key === 'timeout' ? undefined : taskRun.task.flowable?.unresolved;
  if (unresolved === undefined) failTaskRun(live, taskRun, message);
  else unresolved(live, taskRun, message, key);
}

function taskRunResolved(live: Live, taskRun: OpenTaskRun, key: string, value: unknown): void {
  if (key === 'runIf') runIfResolved(live, taskRun, value);
  else if (key === 'timeout') timeoutResolved(live, taskRun, value);
  else taskRun.task.flowable?.resolved?.(live, taskRun, key, value);
}

function executionResolved(live: Live, key: string, result: Exclude<Evaluation, { kind: 'waiting' }>): void {
  if (live.waiting !== key) return;
  live.waiting = undefined;
  const [name, id] = key.split(':', 2) as [string, string?];
  if (name === 'output') outputResolved(live, Number(id), result);
  else if (name === 'onlyIf') listenerResolved(live, Number(id), result);
  else assertionResolved(live, Number(id), result);
}
