/** The whole table. A group's name here is its name in the typed client: `api.tenants.create(…)`. */
import { aclRoutes } from './acls.ts';
import { auditLogRoutes, instanceAuditLogRoutes } from './audit-logs.ts';
import { authRoutes } from './auth.ts';
import { bindingRoutes } from './bindings.ts';
import { configRoutes } from './configs.ts';
import { executionRoutes } from './executions.ts';
import { expressionRoutes } from './expressions.ts';
import { flowFileRoutes } from './flow-files.ts';
import { flowRoutes } from './flows.ts';
import { graphRoutes } from './graphs.ts';
import { groupRoutes } from './groups.ts';
import { invitationRoutes } from './invitations.ts';
import { killSwitchRoutes } from './kill-switches.ts';
import { workerGroupRoutes } from './worker-groups.ts';
import { kvRoutes } from './kv.ts';
import { logRoutes } from './logs.ts';
import { instanceMcpRoutes, mcpRoutes } from './mcp.ts';
import { meRoutes } from './me.ts';
import { metricRoutes } from './metrics.ts';
import { miscRoutes } from './misc.ts';
import { namespaceFileRoutes } from './namespace-files.ts';
import { namespaceRoutes } from './namespaces.ts';
import { outputRoutes } from './outputs.ts';
import { pluginRoutes } from './plugins.ts';
import { roleRoutes } from './roles.ts';
import type { AnyRoute } from './route.ts';
import { scimRoutes } from './scim.ts';
import { secretRoutes } from './secrets.ts';
import { securityIntegrationRoutes } from './security-integrations.ts';
import { instanceServiceAccountRoutes, serviceAccountRoutes } from './service-accounts.ts';
import { setupRoutes } from './setup.ts';
import { reusableInputsRoutes } from './reusable-inputs.ts';
import { dashboardRoutes } from './dashboards.ts';
import { templateRoutes } from './templates.ts';
import { tenantAccessRoutes } from './tenant-access.ts';
import { tenantRoutes } from './tenants.ts';
import { triggerRoutes } from './triggers.ts';
import { userRoutes } from './users.ts';
import { webhookRoutes } from './webhooks.ts';

export const routes = {
  acls: aclRoutes,
  auditLogs: auditLogRoutes,
  auth: authRoutes,
  bindings: bindingRoutes,
  configs: configRoutes,
  executions: executionRoutes,
  expressions: expressionRoutes,
  flowFiles: flowFileRoutes,
  flows: flowRoutes,
  graphs: graphRoutes,
  groups: groupRoutes,
  instanceAuditLogs: instanceAuditLogRoutes,
  instanceMcp: instanceMcpRoutes,
  instanceServiceAccounts: instanceServiceAccountRoutes,
  invitations: invitationRoutes,
  killSwitches: killSwitchRoutes,
  workerGroups: workerGroupRoutes,
  kv: kvRoutes,
  logs: logRoutes,
  mcp: mcpRoutes,
  me: meRoutes,
  metrics: metricRoutes,
  misc: miscRoutes,
  namespaceFiles: namespaceFileRoutes,
  namespaces: namespaceRoutes,
  outputs: outputRoutes,
  plugins: pluginRoutes,
  roles: roleRoutes,
  scim: scimRoutes,
  secrets: secretRoutes,
  securityIntegrations: securityIntegrationRoutes,
  serviceAccounts: serviceAccountRoutes,
  setup: setupRoutes,
  reusableInputs: reusableInputsRoutes,
  dashboards: dashboardRoutes,
  templates: templateRoutes,
  tenantAccess: tenantAccessRoutes,
  tenants: tenantRoutes,
  triggers: triggerRoutes,
  users: userRoutes,
  webhooks: webhookRoutes,
};

export type Routes = typeof routes;

/** Every route once, in the order of the table. */
export function allRoutes(): readonly AnyRoute[] {
  return Object.values(routes).flatMap((group): AnyRoute[] => Object.values(group));
}
