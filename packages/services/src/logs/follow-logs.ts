/** Log lines of an execution: the stored ones first, then each as it is committed, until the execution is over. */
import { taskRunId, type Execution } from '@windhover/model';
import { topics, type LogEntry, type StoredLogLine, type TenantScope } from '@windhover/ports';
import type { Deps } from '../deps.ts';
import { watchEnd } from '../executions/execution-end.ts';
import { matchesFilter, toOptions, type LogFilter } from './read-logs.ts';

/** As the executor tells of each commit. */
interface Chunk {
  readonly ord: number;
  readonly attempt: number;
  readonly lines: readonly StoredLogLine[];
}

/** The execution exists and may be seen: the caller has made sure. Ends with it, or when `signal` is aborted. */
export async function* followLogs(
  { transport, host }: Pick<Deps, 'transport' | 'host'>,
  scope: TenantScope,
  execution: Execution,
  signal: AbortSignal,
  filter: LogFilter = {},
): AsyncGenerator<LogEntry> {
  const arrived: LogEntry[] = [];
  let waiting: (() => void) | undefined;
  const wake = (): void => waiting?.();
  const unsubscribe = transport.subscribe(topics.logs(scope.key, execution.id), (message) => {
    arrived.push(...toEntries(execution, message as Chunk).filter((entry) => matchesFilter(entry, filter)));
    wake();
  });
  const left = new AbortController();
  const watching = AbortSignal.any([signal, left.signal]);
  try {
    const end = await watchEnd(host, scope.key, execution.id, watching);
    end.over.then(wake, wake);
    const lines = await scope.logs.ofExecution(execution.id, toOptions(filter));
    const stored = lines.filter((entry) => matchesFilter(entry, filter));
    yield* stored;
    // What was committed while the stored lines were read may be among them.
    const seen = new Set(stored.map(nameOf));
    yield* arrived.splice(0).filter((entry) => !seen.has(nameOf(entry)));
    while (!signal.aborted && !(end.isOver() && arrived.length === 0)) {
      if (arrived.length === 0) await new Promise<void>((resolve) => (waiting = resolve));
      waiting = undefined;
      yield* arrived.splice(0);
    }
  } finally {
    left.abort();
    unsubscribe();
  }
}

function toEntries({ id, namespace, flowId }: Execution, { ord, attempt, lines }: Chunk): readonly LogEntry[] {
  const ofTask = ord < 0 ? {} : { taskRunId: taskRunId(id, ord), attemptNumber: attempt };
  return lines.map((line) => ({ executionId: id, namespace, flowId, ...line, ...ofTask }));
}

function nameOf({ at, taskRunId: id, attemptNumber, level, message }: LogEntry): string {
  return `${at}/${id}/${attemptNumber}/${level}/${message}`;
}
