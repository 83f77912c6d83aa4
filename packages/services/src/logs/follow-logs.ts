/** Log lines of an execution: the stored ones first, then each as it is committed, until the execution is over. */
import { taskRunId, type Execution } from '@windhover/model';
import { topics, type LogEntry, type StoredLogLine, type TenantScope, type Transport } from '@windhover/ports';
import { matchesFilter, toOptions, type LogFilter } from './read-logs.ts';

/** As the executor tells of each commit. */
interface Chunk {
  readonly ord: number;
  readonly attempt: number;
  readonly lines: readonly StoredLogLine[];
}

/** The execution exists and may be seen: the caller has made sure. Ends with the execution, or when `signal` is aborted. */
export async function* followLogs(
  transport: Transport,
  scope: TenantScope,
  execution: Execution,
  isOver: (executionId: string) => Promise<boolean>,
  signal: AbortSignal,
  filter: LogFilter = {},
): AsyncGenerator<LogEntry> {
  const arrived: LogEntry[] = [];
  let over = false;
  let wake: (() => void) | undefined;
  const notify = (): void => wake?.();
  const subscriptions = [
    transport.subscribe(topics.logs(scope.key, execution.id), (message) => {
      arrived.push(...toEntries(execution, message as Chunk).filter((entry) => matchesFilter(entry, filter)));
      notify();
    }),
    transport.subscribe(topics.execution(scope.key, execution.id), (message) => {
      over ||= (message as { readonly isOver: boolean }).isOver;
      notify();
    }),
  ];
  signal.addEventListener('abort', notify);
  try {
    over ||= await isOver(execution.id);
    const stored = await scope.logs.ofExecution(execution.id, toOptions(filter));
    yield* stored;
    // What was committed while the stored lines were read may be among them.
    const seen = new Set(stored.map(nameOf));
    let isFirst = true;
    while (!signal.aborted) {
      const entries = arrived.splice(0);
      yield* isFirst ? entries.filter((entry) => !seen.has(nameOf(entry))) : entries;
      isFirst = false;
      if (arrived.length > 0) continue;
      if (over) return;
      await new Promise<void>((resolve) => (wake = resolve));
      wake = undefined;
    }
  } finally {
    for (const unsubscribe of subscriptions) unsubscribe();
    signal.removeEventListener('abort', notify);
  }
}

function toEntries({ id, namespace, flowId }: Execution, { ord, attempt, lines }: Chunk): readonly LogEntry[] {
  const ofTask = ord < 0 ? {} : { taskRunId: taskRunId(id, ord), attemptNumber: attempt };
  return lines.map((line) => ({ executionId: id, namespace, flowId, ...line, ...ofTask }));
}

function nameOf({ at, taskRunId: id, attemptNumber, level, message }: LogEntry): string {
  return `${at}/${id}/${attemptNumber}/${level}/${message}`;
}
