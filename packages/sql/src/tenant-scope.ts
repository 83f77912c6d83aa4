import type { TenantKey } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { accessStore } from './access/access-store.ts';
import { integrationStore } from './access/integration-store.ts';
import { invitationStore } from './access/invitation-store.ts';
import { auditStore } from './audit/audit-store.ts';
import { backupStore } from './backup/backup-store.ts';
import { chartStore } from './charts/chart-store.ts';
import { dashboardStore } from './dashboards/dashboard-store.ts';
import { executionStore } from './executions/execution-store.ts';
import { flowStore } from './flows/flow-store.ts';
import { keptFilesStore } from './kept-files/kept-files-store.ts';
import { keptAnswerStore } from './kept-answers/kept-answer-store.ts';
import { logStore } from './logs/log-store.ts';
import { metricStore } from './metrics/metric-store.ts';
import { mcpServerStore } from './mcp/mcp-server-store.ts';
import { mcpToolStore } from './mcp/mcp-tool-store.ts';
import { fileRevisionStore } from './namespaces/file-revision-store.ts';
import { kvStore } from './namespaces/kv-store.ts';
import { namespaceStore } from './namespaces/namespace-store.ts';
import { secretStore } from './namespaces/secret-store.ts';
import { reusableInputsStore } from './reusable-inputs/reusable-inputs-store.ts';
import { tenantReads, tenantSteps } from './of-tenant.ts';
import { countRows } from './tenants/count-rows.ts';
import { absent } from './sql-step.ts';
import { sql } from './sql-text.ts';
import type { ScopeDeps } from './store-deps.ts';
import { triggerEvaluationStore } from './triggers/trigger-evaluation-store.ts';
import { templateStore } from './templates/template-store.ts';
import { triggerStore } from './triggers/trigger-store.ts';
import { triggerWindowStore } from './triggers/trigger-window-store.ts';

/** What a database gives to the scope of one tenant; reads and writes see that tenant's rows, if it can tell. */
export type ScopeDatabase = Pick<
  ScopeDeps,
  'reads' | 'dialect' | 'systemNamespace' | 'searchReach' | 'auditKey' | 'write'
>;

export function tenantScope(key: TenantKey, database: ScopeDatabase): TenantScope {
  const deps = scopeDeps(key, database);
  return {
    key,
    countRows: () => countRows(deps),
    flows: flowStore(deps),
    executions: executionStore(deps),
    logs: logStore(deps),
    metrics: metricStore(deps),
    access: accessStore(deps),
    invitations: invitationStore(deps),
    integrations: integrationStore(deps),
    keptAnswers: keptAnswerStore(deps.tenant, deps),
    audit: auditStore(deps),
    triggers: triggerStore(deps),
    triggerEvaluations: triggerEvaluationStore(deps),
    triggerWindows: triggerWindowStore(deps),
    namespaces: namespaceStore(deps),
    kv: kvStore(deps),
    secrets: secretStore(deps),
    fileRevisions: fileRevisionStore(deps),
    templates: templateStore(deps),
    reusableInputs: reusableInputsStore(deps),
    mcpServers: mcpServerStore(deps),
    mcpTools: mcpToolStore(deps),
    dashboards: dashboardStore(deps),
    keptFiles: keptFilesStore(deps),
    charts: chartStore(deps),
    backup: backupStore(deps),
  };
}

/** The lock makes the tenant's end wait for the writes that found it there, and them for it. */
function scopeDeps(key: TenantKey, database: ScopeDatabase): ScopeDeps {
  const { reads, dialect, write } = database;
  const tenant = { tenantKey: key };
  const isThere = [
    ...dialect.lock('tenant', { tenant, mode: 'shared' }),
    absent({ thing: 'Tenant', id: key }, sql`select 1 from tenants where tenant_id = ${tenant} and retained > 0`),
  ];
  return {
    ...database,
    tenant,
    reads: tenantReads(key, reads),
    write: (...steps) => write(...isThere, ...tenantSteps(key, steps)),
    writeRetained: (...steps) => write(...tenantSteps(key, steps)),
  };
}
