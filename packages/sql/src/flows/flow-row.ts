import type { JsonObject } from '@windhover/model';
import type { FlowRevision } from '@windhover/ports';
import type { Row } from '../sql-text.ts';

/** A row of `flow_revisions`, read whole. */
export function toFlowRevision(row: Row): FlowRevision {
  const createdBy = row['created_by'] as string | null;
  return {
    namespace: row['namespace'] as string,
    id: row['flow_id'] as string,
    revision: row['revision'] as number,
    source: row['source'] as string,
    document: JSON.parse(row['document'] as string) as JsonObject,
    disabled: row['disabled'] === 1,
    deleted: row['deleted'] === 1,
    draft: row['draft'] === 1,
    createdAt: row['created_at'] as number,
    ...(createdBy !== null && { createdBy }),
  };
}
