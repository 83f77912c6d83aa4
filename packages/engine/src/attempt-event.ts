import type { Live, OpenTaskRun } from './live.ts';

/**
 * The task run that an event about an attempt speaks of; undefined when it has ended, another attempt counts, or the
 * lease is an older one. Such late news changes nothing.
 */
export function attemptOfEvent(
  live: Live,
  event: { readonly ord: number; readonly attempt: number; readonly lease: number },
): OpenTaskRun | undefined {
  const taskRun = live.open.get(event.ord);
  if (taskRun === undefined || taskRun.attempt !== event.attempt || taskRun.lease !== event.lease) return undefined;
  switch (taskRun.state.current) {
    case 'CREATED':
    case 'RESTARTED':
    case 'RUNNING':
    case 'KILLING':
      return taskRun.task.kind !== 'flowable' && hasAttempt(taskRun) ? taskRun : undefined;
    default:
      return undefined;
  }
}

/** Not when its job is done and its `errors` or `finally` run. */
function hasAttempt({ children }: OpenTaskRun): boolean {
  return children === undefined || (children.phase === 'tasks' && children.running > 0);
}
