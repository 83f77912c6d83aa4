import { correlationLabel, labelValue } from '@windhover/model';
import { topics, type Transport } from '@windhover/ports';
import type { Batch } from './batch.ts';

/**
 * Tells live pages what a commit has changed: log lines first, so that none comes after the end of its execution. And
 * other servers, whose callers wait for it, that their mail was applied.
 */
export function publishNews(transport: Transport, { touched, logs, inboxApplied }: Batch): void {
  for (const { held, ord, attempt, lines } of logs.values()) {
    const { tenantKey, executionId } = held;
    transport.publish(topics.logs(tenantKey, executionId), { executionId, ord, attempt, lines });
  }
  for (const [{ tenantKey, executionId, live }, { taskRuns, isExecutionChanged }] of touched) {
    const ords = [...taskRuns.keys()];
    transport.publish(topics.execution(tenantKey, executionId), { executionId, ords, isOver: live.isOver });
    if (!isExecutionChanged) continue;
    const correlationId = labelValue(live.labels, correlationLabel) ?? executionId;
    transport.publish(topics.correlation(tenantKey, correlationId), { executionId });
  }
  const seqs = inboxApplied.filter(({ kind }) => kind === 'mail').map(({ seq }) => seq);
  if (seqs.length > 0) transport.publish(topics.applied, { seqs });
}
