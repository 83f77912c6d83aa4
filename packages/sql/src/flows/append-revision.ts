import type { JsonObject } from '@windhover/model';
import type { FlowRevision } from '@windhover/ports';
import { changing, step, type Refusal, type SqlStep } from '../sql-step.ts';
import { sql, type OneTenant } from '../sql-text.ts';

/** Makes the revision the newest of its flow, with its labels in place of those of the one before. */
export function appendRevision(tenant: OneTenant, flow: FlowRevision): readonly SqlStep[] {
  const refusal = { thing: 'Flow', id: `${flow.namespace}.${flow.id}` };
  return [
    becomeNewest(tenant, flow, refusal),
    insertRevision(tenant, flow, refusal),
    step(
      sql`delete from flow_labels where tenant_id = ${tenant} and namespace = ${flow.namespace} and flow_id = ${flow.id}`,
    ),
    ...labelsOf(flow.document).map(([name, value]) =>
      step(
        sql`insert into flow_labels(tenant_id, key, value, namespace, flow_id)
          values (${tenant}, ${name}, ${value}, ${flow.namespace}, ${flow.id}) on conflict do nothing`,
      ),
    ),
  ];
}

/** Refused unless the newest revision's number is one less: two saves at once have one winner. */
function becomeNewest(tenant: OneTenant, flow: FlowRevision, refusal: Refusal): SqlStep {
  const { namespace, id, revision } = flow;
  const deleted = Number(flow.deleted);
  return changing(
    refusal,
    revision === 1
      ? sql`insert into flows(tenant_id, namespace, flow_id, revision, deleted)
          values (${tenant}, ${namespace}, ${id}, 1, ${deleted})`
      : sql`update flows set revision = ${revision}, deleted = ${deleted}
          where tenant_id = ${tenant} and namespace = ${namespace} and flow_id = ${id} and revision = ${revision - 1}`,
  );
}

function insertRevision(tenant: OneTenant, flow: FlowRevision, refusal: Refusal): SqlStep {
  return changing(
    refusal,
    sql`insert into flow_revisions(tenant_id, namespace, flow_id, revision, source, document, disabled, deleted, draft,
        created_at, created_by)
      values (${tenant}, ${flow.namespace}, ${flow.id}, ${flow.revision}, ${flow.source}, ${JSON.stringify(flow.document)},
        ${Number(flow.disabled)}, ${Number(flow.deleted)}, ${Number(flow.draft)}, ${flow.createdAt},
        ${flow.createdBy ?? null})`,
  );
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
