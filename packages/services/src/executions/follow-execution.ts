/** An execution as it changes: the present first, then at most ten times a second, the end always. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TaskRun } from '@windhover/model';
import { topics, type TenantScope } from '@windhover/ports';
import type { Deps } from '../deps.ts';
import { collectNews } from './collect-news.ts';
import { watchEnd } from './execution-end.ts';
import { withTaskRuns } from './get-execution.ts';
import type { ShownExecution } from './execution-json.ts';

export interface FollowedExecution extends ShownExecution {
  /** Its end, what runs after it included; nothing follows. */
  readonly isLast: boolean;
}

export interface FollowOptions {
  /** After the first: only the task runs that changed. */
  readonly delta?: boolean | undefined;
}

/** As the executor tells of each commit. */
interface Change {
  readonly ords: readonly number[];
}

const mergeMs = 100;

/** The execution exists and may be seen: the caller has made sure. Ends with it, or when `signal` is aborted. */
export async function* followExecution(
  { transport, host }: Pick<Deps, 'transport' | 'host'>,
  scope: TenantScope,
  executionId: string,
  signal: AbortSignal,
  { delta = false }: FollowOptions = {},
): AsyncGenerator<FollowedExecution> {
  const news = collectNews(transport, topics.execution(scope.key, executionId), (news) => (news as Change).ords);
  const left = new AbortController();
  const watching = AbortSignal.any([signal, left.signal]);
  try {
    const end = await watchEnd(host, scope.key, executionId, watching);
    end.over.then(news.wake, news.wake);
    let isLast = end.isOver();
    let shown = await read(scope, executionId);
    while (shown !== undefined && !signal.aborted) {
      yield { ...shown, isLast };
      if (isLast) return;
      await sleep(mergeMs, undefined, { signal }).catch(() => undefined);
      const ords = await news.next(() => end.isOver());
      isLast = end.isOver();
      shown = delta ? await readChanged(scope, executionId, ords) : await read(scope, executionId);
    }
  } finally {
    left.abort();
    news.close();
  }
}

async function read(scope: TenantScope, executionId: string): Promise<ShownExecution | undefined> {
  const execution = await scope.executions.find(executionId);
  return execution === undefined ? undefined : withTaskRuns(scope, execution);
}

async function readChanged(
  scope: TenantScope,
  executionId: string,
  changed: ReadonlySet<number>,
): Promise<ShownExecution | undefined> {
  const execution = await scope.executions.find(executionId);
  if (execution === undefined) return undefined;
  const ords = [...changed].sort((one, other) => one - other);
  const taskRuns = await Promise.all(ords.map((ord) => scope.executions.findTaskRun(executionId, ord)));
  return { execution, taskRuns: taskRuns.filter((taskRun): taskRun is TaskRun => taskRun !== undefined) };
}
