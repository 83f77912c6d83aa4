import type { JsonObject } from '@windhover/model';
import type { FlowRevision } from '@windhover/ports';
import { sql, type Row } from '../sql-text.ts';

/** Flows as `f`, each with its newest revision as `r`. Follows `from`. */
export const flowsWithRevision = sql`flows f join flow_revisions r on r.tenant_id = f.tenant_id and r.namespace = f.namespace
  and r.flow_id = f.flow_id and r.revision = f.revision`;

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
