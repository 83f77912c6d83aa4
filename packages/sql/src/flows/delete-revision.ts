import type { Dialect } from '../dialect.ts';
import { absent, changing, step, type SqlStep } from '../sql-step.ts';
import { sql, type OneTenant } from '../sql-text.ts';

/** Removes one revision of a flow; refused for the newest one as long as there are others: it carries the flow. */
export function deleteRevision(
  { tenant, dialect }: { readonly tenant: OneTenant; readonly dialect: Dialect },
  namespace: string,
  id: string,
  revision: number,
): readonly SqlStep[] {
  const ofFlow = sql`tenant_id = ${tenant} and namespace = ${namespace} and flow_id = ${id}`;
  const refusal = { thing: 'FlowRevision', id: `${namespace}.${id}@${revision}` };
  return [
    // whoever saves a new revision meanwhile waits, or is waited for
    ...dialect.lockRows(sql`select 1 from flows where ${ofFlow}`),
    absent(
      refusal,
      sql`select 1 from flow_revisions where ${ofFlow} and revision < ${revision}
        and ${revision} = (select revision from flows where ${ofFlow})`,
    ),
    changing(refusal, sql`delete from flow_revisions where ${ofFlow} and revision = ${revision}`),
    step(sql`delete from flows where ${ofFlow} and not exists (select 1 from flow_revisions where ${ofFlow})`),
    step(sql`delete from flow_labels where ${ofFlow} and not exists (select 1 from flows where ${ofFlow})`),
  ];
}
