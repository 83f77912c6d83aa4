import type { Dialect } from '../dialect.ts';
import { changing, step, type SqlStep } from '../sql-step.ts';
import { rawSql, sql, type OneTenant } from '../sql-text.ts';

/** What goes at once; executions, logs and the audit log stay under the key, which no later tenant will get. */
export const removedTables = [
  'flows',
  'flow_revisions',
  'flow_labels',
  'templates',
  'template_revisions',
  'reusable_inputs',
  'reusable_inputs_revisions',
  'roles',
  'bindings',
  'groups',
  'group_members',
  'tenant_access',
  'invitations',
  'kill_switches',
  'mcp_servers',
  'mcp_tools',
  'dashboards',
  'security_integrations',
  'scim_links',
  'triggers',
  'trigger_evaluations',
  'trigger_windows',
  'namespaces',
  'ticks',
  'idempotency',
  'kept_answers',
] as const;

/** The lock lets the writes that found the tenant there come first; those after it find it gone. */
export function removeTenant(tenant: OneTenant, dialect: Dialect): readonly SqlStep[] {
  return [
    ...dialect.lock('tenant', { tenant }),
    changing(
      { thing: 'Tenant', id: tenant.tenantKey },
      sql`update tenants set retained = 1, status = 'DELETING' where tenant_id = ${tenant} and retained = 0`,
    ),
    ...removedTables.map((table) => step(sql`delete from ${rawSql(table)} where tenant_id = ${tenant}`)),
    // service accounts of the tenant itself, with what they held elsewhere
    ...['sessions', 'tokens', 'tenant_access', 'group_members'].map((table) =>
      step(sql`delete from ${rawSql(table)} where user_id in (select user_id from users where tenant_id = ${tenant})`),
    ),
    step(sql`delete from users where tenant_id = ${tenant}`),
  ];
}
