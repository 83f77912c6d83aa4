import type { EngineRows } from '@windhover/ports';
import { deletion, insertion, text, type Section } from './section.ts';

/** Labels as rows for searches: replaced as a whole, and those of a new execution only added. */
export function replaceLabels(rows: Pick<EngineRows, 'labels' | 'executionsInserted'>): Section[] {
  const inserted = new Set(rows.executionsInserted.map((row) => row.executionId));
  const replaced = rows.labels.filter((row) => !inserted.has(row.executionId));
  const added = rows.labels.flatMap(({ tenantKey, executionId, labels }) =>
    labels.map((label) => ({ tenantKey, executionId, ...label })),
  );
  return [
    deletion('labels_gone', 'execution_labels', [
      text(
        'tenant_id',
        replaced.map((row) => row.tenantKey),
      ),
      text(
        'execution_id',
        replaced.map((row) => row.executionId),
      ),
    ]),
    insertion(
      'labels_added',
      'execution_labels',
      [
        text(
          'tenant_id',
          added.map((row) => row.tenantKey),
        ),
        text(
          'key',
          added.map((row) => row.key),
        ),
        text(
          'value',
          added.map((row) => row.value),
        ),
        text(
          'execution_id',
          added.map((row) => row.executionId),
        ),
      ],
      { onConflict: 'on conflict do nothing', after: ['labels_gone'] },
    ),
  ];
}
