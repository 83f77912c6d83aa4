import type { MetricChunkRow } from '@windhover/ports';
import { bigint, insertion, integer, text, type Section } from './section.ts';

export function insertMetrics(rows: readonly MetricChunkRow[] = []): Section {
  return insertion('metrics_added', 'metric_chunks', [
    bigint(
      'run',
      rows.map((row) => row.run),
    ),
    text(
      'tenant_id',
      rows.map((row) => row.tenantKey),
    ),
    integer(
      'ord',
      rows.map((row) => row.ord),
    ),
    integer(
      'attempt',
      rows.map((row) => row.attempt),
    ),
    text(
      'task_id',
      rows.map((row) => row.taskId),
    ),
    bigint(
      'at',
      rows.map((row) => row.at),
    ),
    text(
      'body',
      rows.map((row) => row.body),
    ),
  ]);
}
