import { taskRunId } from '@windhover/model';
import type { LogEntry, StoredLogLine } from '@windhover/ports';
import type { Row } from '../sql-text.ts';

/**
 * A line with what its execution (`execution_id`, `namespace`, `flow_id`) and its chunk (`ord`, `attempt`) know of it. A
 * trigger's line has no execution; its chunk knows the trigger (`trigger_id`).
 */
export function toLogEntry(owner: Row, chunk: Row, line: StoredLogLine): LogEntry {
  const executionId = owner['execution_id'] as string | null;
  const triggerId = chunk['trigger_id'] as string | null | undefined;
  const ord = chunk['ord'] as number;
  return {
    ...(executionId !== null && { executionId }),
    namespace: owner['namespace'] as string,
    flowId: owner['flow_id'] as string,
    ...line,
    ...(typeof triggerId === 'string' && { triggerId }),
    ...(executionId !== null &&
      ord >= 0 && { taskRunId: taskRunId(executionId, ord), attemptNumber: chunk['attempt'] as number }),
  };
}
