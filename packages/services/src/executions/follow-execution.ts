/** An execution as it changes: the present first, then at most ten times a second, the end always. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TaskRun } from '@windhover/model';
import { topics, type TenantScope, type Transport } from '@windhover/ports';
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
  readonly isOver: boolean;
}

const mergeMs = 100;

/** The execution exists and may be seen: the caller has made sure. Ends when `signal` is aborted. */
export async function* followExecution(
  transport: Transport,
  scope: TenantScope,
  executionId: string,
  isOver: (executionId: string) => Promise<boolean>,
  signal: AbortSignal,
  { delta = false }: FollowOptions = {},
): AsyncGenerator<FollowedExecution> {
  const news = collectNews(transport, topics.execution(scope.key, executionId), signal);
  try {
    const first = await read(scope, executionId);
    if (first === undefined) return;
    let over = await isOver(executionId);
    yield { ...first, isLast: over };
    while (!over) {
      const change = await news.next();
      if (change === undefined) return;
      over = change.isOver;
      const shown = delta ? await readChanged(scope, executionId, change.ords) : await read(scope, executionId);
      if (shown === undefined) return;
      yield { ...shown, isLast: over };
      if (!over) await sleep(mergeMs, undefined, { signal }).catch(() => undefined);
    }
  } finally {
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
  ords: readonly number[],
): Promise<ShownExecution | undefined> {
  const execution = await scope.executions.find(executionId);
  if (execution === undefined) return undefined;
  const taskRuns = await Promise.all(ords.map((ord) => scope.executions.findTaskRun(executionId, ord)));
  return { execution, taskRuns: taskRuns.filter((taskRun): taskRun is TaskRun => taskRun !== undefined) };
}

/** What was told since it was last asked, as one change. */
function collectNews(transport: Transport, topic: string, signal: AbortSignal) {
  let ords = new Set<number>();
  let isOver = false;
  let wake: (() => void) | undefined;
  const arrived = (): void => wake?.();
  const unsubscribe = transport.subscribe(topic, (message) => {
    const change = message as Change;
    for (const ord of change.ords) ords.add(ord);
    isOver ||= change.isOver;
    hasNews = true;
    arrived();
  });
  let hasNews = false;
  signal.addEventListener('abort', arrived);
  return {
    /** Undefined once the follower is gone. */
    async next(): Promise<Change | undefined> {
      if (!hasNews && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
      wake = undefined;
      if (signal.aborted) return undefined;
      const change = { ords: [...ords].sort((one, other) => one - other), isOver };
      ords = new Set();
      hasNews = false;
      return change;
    },
    close(): void {
      unsubscribe();
      signal.removeEventListener('abort', arrived);
    },
  };
}
