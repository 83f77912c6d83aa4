import type { JsonObject, TenantKey } from '@windhover/model';
import type { FlowRevision } from '@windhover/ports';
import { changing, type Step } from '../step.ts';
import type { Row } from '../connection/statement.ts';

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

/** Refused unless the newest revision's number is one less: two saves at once have one winner. */
export function becomeNewest(key: TenantKey, { namespace, id, revision, deleted }: FlowRevision): Step {
  const refusal = { thing: 'Flow', id: `${namespace}.${id}` };
  return revision === 1
    ? changing(
        refusal,
        'insert into flows(tenant_id, namespace, flow_id, revision, deleted) values ($1, $2, $3, 1, $4)',
        key,
        namespace,
        id,
        Number(deleted),
      )
    : changing(
        refusal,
        `update flows set revision = $4, deleted = $5
         where tenant_id = $1 and namespace = $2 and flow_id = $3 and revision = $4 - 1`,
        key,
        namespace,
        id,
        revision,
        Number(deleted),
      );
}

export function insertRevision(key: TenantKey, flow: FlowRevision): Step {
  return changing(
    { thing: 'Flow', id: `${flow.namespace}.${flow.id}` },
    `insert into flow_revisions(tenant_id, namespace, flow_id, revision, source, document, disabled, deleted, draft,
       created_at, created_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    key,
    flow.namespace,
    flow.id,
    flow.revision,
    flow.source,
    JSON.stringify(flow.document),
    Number(flow.disabled),
    Number(flow.deleted),
    Number(flow.draft),
    flow.createdAt,
    flow.createdBy ?? null,
  );
}

export function insertLabels(key: TenantKey, flow: FlowRevision): Step {
  return {
    sql: `insert into flow_labels(tenant_id, key, value, namespace, flow_id) values ($1, $2, $3, $4, $5)
      on conflict do nothing`,
    rows: labelsOf(flow.document).map(([name, value]) => [key, name, value, flow.namespace, flow.id]),
  };
}

/** Labels as a map or as a list of pairs, the two ways in which flows declare them. */
function labelsOf({ labels }: JsonObject): [string, string][] {
  if (labels === undefined || labels === null || typeof labels !== 'object') return [];
  if (!Array.isArray(labels)) return Object.entries(labels).map(([name, value]) => [name, asText(value)]);
  return (labels as readonly unknown[]).flatMap((label): [string, string][] => {
    const { key, value } = (label ?? {}) as { key?: unknown; value?: unknown };
    return typeof key === 'string' && value !== undefined ? [[key, asText(value)]] : [];
  });
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
