/** Every handler. A route of the contract without one is a failing test. */
import type { Handler } from './handler.ts';
import { aclHandlers } from './routes/acls.ts';
import { auditLogHandlers } from './routes/audit-logs.ts';
import { authHandlers } from './routes/auth.ts';
import { bindingHandlers } from './routes/bindings.ts';
import { configHandlers } from './routes/configs.ts';
import { executionBulkHandlers } from './routes/execution-bulk.ts';
import { executionViewHandlers } from './routes/execution-views.ts';
import { executionHandlers } from './routes/executions.ts';
import { flowFileHandlers } from './routes/flow-files.ts';
import { flowHandlers } from './routes/flows.ts';
import { expressionHandlers } from './routes/expressions.ts';
import { graphHandlers } from './routes/graphs.ts';
import { groupHandlers } from './routes/groups.ts';
import { invitationHandlers } from './routes/invitations.ts';
import { killSwitchHandlers } from './routes/kill-switches.ts';
import { workerGroupHandlers } from './routes/worker-groups.ts';
import { kvHandlers } from './routes/kv.ts';
import { logHandlers } from './routes/logs.ts';
import { dashboardHandlers } from './routes/dashboards.ts';
import { mcpHandlers } from './routes/mcp.ts';
import { meHandlers } from './routes/me.ts';
import { metricHandlers } from './routes/metrics.ts';
import { miscHandlers } from './routes/misc.ts';
import { namespaceFileHandlers } from './routes/namespace-files.ts';
import { namespaceHandlers } from './routes/namespaces.ts';
import { pluginHandlers } from './routes/plugins.ts';
import { roleHandlers } from './routes/roles.ts';
import { scimHandlers } from './routes/scim.ts';
import { secretHandlers } from './routes/secrets.ts';
import { securityIntegrationHandlers } from './routes/security-integrations.ts';
import { serviceAccountHandlers } from './routes/service-accounts.ts';
import { setupHandlers } from './routes/setup.ts';
import { signOnHandlers } from './routes/sign-on.ts';
import { reusableInputsHandlers } from './routes/reusable-inputs.ts';
import { templateHandlers } from './routes/templates.ts';
import { tenantAccessHandlers } from './routes/tenant-access.ts';
import { tenantHandlers } from './routes/tenants.ts';
import { triggerHandlers } from './routes/triggers.ts';
import { userHandlers } from './routes/users.ts';
import { webhookHandlers } from './routes/webhooks.ts';

export const handlers: readonly Handler[] = [
  ...aclHandlers,
  ...auditLogHandlers,
  ...authHandlers,
  ...bindingHandlers,
  ...configHandlers,
  ...executionBulkHandlers,
  ...executionViewHandlers,
  ...executionHandlers,
  ...flowFileHandlers,
  ...flowHandlers,
  ...expressionHandlers,
  ...graphHandlers,
  ...groupHandlers,
  ...invitationHandlers,
  ...killSwitchHandlers,
  ...workerGroupHandlers,
  ...kvHandlers,
  ...logHandlers,
  ...mcpHandlers,
  ...dashboardHandlers,
  ...meHandlers,
  ...metricHandlers,
  ...miscHandlers,
  ...namespaceFileHandlers,
  ...namespaceHandlers,
  ...pluginHandlers,
  ...roleHandlers,
  ...scimHandlers,
  ...secretHandlers,
  ...securityIntegrationHandlers,
  ...serviceAccountHandlers,
  ...setupHandlers,
  ...signOnHandlers,
  ...reusableInputsHandlers,
  ...templateHandlers,
  ...tenantAccessHandlers,
  ...tenantHandlers,
  ...triggerHandlers,
  ...userHandlers,
  ...webhookHandlers,
];
