/**
 * Routes ask before they call a use case, and so hide whether it asks itself. Others call it too: commands, tasks, other use
 * cases. Here each is called by one who may do nothing.
 */
import type { User } from '@windhover/model';
import { expect, test } from 'vitest';
import { purgeAuditLog } from '../audit/purge-audit-log.ts';
import { createBackup } from '../backup/create-backup.ts';
import { restoreBackup } from '../backup/restore-backup.ts';
import { confirmConcurrencyUse } from '../flows/concurrency-limits.ts';
import { flowDependencies } from '../graph/flow-dependencies.ts';
import { createUser } from '../identity/create-user.ts';
import { openImpersonation } from '../identity/impersonate.ts';
import { nameUsersByEmail } from '../identity/name-users-by-email.ts';
import { createServiceAccountToken } from '../identity/service-account-tokens.ts';
import * as accounts from '../identity/service-accounts.ts';
import * as users from '../identity/update-user.ts';
import { createInvitation } from '../invitations/create-invitation.ts';
import { deleteInvitation } from '../invitations/manage-invitations.ts';
import * as killSwitches from '../kill-switches/change-kill-switches.ts';
import * as dashboards from '../dashboards/manage-dashboards.ts';
import * as charts from '../dashboards/read-chart.ts';
import { getDefaultDashboards } from '../dashboards/default-dashboards.ts';
import * as mcpServers from '../mcp/manage-mcp-servers.ts';
import { listMcpTools } from '../mcp/visible-tools.ts';
import * as scimUsers from '../provisioning/scim-users.ts';
import * as integrations from '../provisioning/security-integrations.ts';
import { deleteReusableInputs } from '../reusable-inputs/delete-reusable-inputs.ts';
import { flowsWithReusableInputs } from '../reusable-inputs/flows-with-reusable-inputs.ts';
import * as reusableInputs from '../reusable-inputs/read-reusable-inputs.ts';
import { saveReusableInputs } from '../reusable-inputs/save-reusable-inputs.ts';
import { deleteTemplate } from '../templates/delete-template.ts';
import { getTemplate } from '../templates/read-templates.ts';
import { updateTemplate } from '../templates/update-template.ts';
import { updateTemplates } from '../templates/update-templates.ts';
import { createTenant } from '../tenants/create-tenant.ts';
import { deleteTenant } from '../tenants/delete-tenant.ts';
import { getTenant, searchTenants } from '../tenants/get-tenant.ts';
import { resumeTenant } from '../tenants/resume-tenant.ts';
import * as retained from '../tenants/retained-tenants.ts';
import { suspendTenant } from '../tenants/suspend-tenant.ts';
import { setTenantSetting, updateTenant } from '../tenants/update-tenant.ts';
import type { Caller } from './caller.ts';
import { setGroupsOfUser } from './group-members.ts';
import { toPermissions } from './permissions.ts';
import { createBindings, deleteBinding } from './save-bindings.ts';
import { createGroup, deleteGroup, updateGroup } from './save-group.ts';
import { createRole, deleteRole, updateRole } from './save-role.ts';
import { grantAccess, grantAccessByEmail, revokeAccess } from './tenant-access.ts';
import * as workerGroups from '../workers/change-worker-groups.ts';
import * as workerTokens from '../workers/worker-tokens.ts';

const user: User = { id: 'u', type: 'USER', username: 'ann', superAdmin: false, restricted: false, createdAt: 0 };
/** Is told what they lack, where one who may not even list is told that there is none. */
const lister: Caller = {
  user,
  via: 'basic',
  permissions: toPermissions([{ permissions: ['FLOW:LIST', 'TEMPLATE:LIST', 'REUSABLE_INPUTS:LIST'] }]),
};
const nobody: Caller = { user, via: 'basic', permissions: toPermissions([]) };
/** Whatever a use case acts on: it must have asked before it looks. */
const acted = new Proxy(
  {},
  {
    get(_, name) {
      throw new Error(`it looked at '${String(name)}' before it asked`);
    },
  },
) as never;
const multiTenant = { settings: { tenancy: { enabled: true } } } as never;
const provisioning = { caller: nobody, integration: { accountId: 'another' } } as never;

const useCases: Readonly<Record<string, () => unknown>> = {
  createBackup: () => createBackup(acted, nobody, { kind: 'FULL', key: 'none' }),
  restoreBackup: () => restoreBackup(acted, nobody, acted),
  createBindings: () => createBindings(acted, acted, acted, nobody, []),
  createGroup: () => createGroup(acted, acted, acted, nobody, acted),
  createInstanceServiceAccount: () => accounts.createInstanceServiceAccount(acted, nobody, acted),
  createInvitation: () => createInvitation(acted, acted, nobody, acted),
  createKillSwitch: () => killSwitches.createKillSwitch(acted, nobody, acted),
  createWorkerGroup: () => workerGroups.createWorkerGroup(acted, nobody, acted),
  createWorkerToken: () => workerTokens.createWorkerToken(acted, nobody, 'x', acted),
  createDashboard: () => dashboards.createDashboard(acted, acted, nobody, 'x'),
  deleteDashboard: () => dashboards.deleteDashboard(acted, acted, nobody, 'x'),
  getDashboard: () => dashboards.getDashboard(acted, nobody, 'x'),
  searchDashboards: () => dashboards.searchDashboards(acted, nobody, [], acted),
  updateDashboard: () => dashboards.updateDashboard(acted, acted, nobody, 'x', 'x'),
  exportChartData: () => charts.exportChartData(acted, acted, nobody, { dashboardId: 'x', chartId: 'x' }, {}),
  exportPreview: () => charts.exportPreview(acted, acted, nobody, 'x', {}),
  getChartData: () => charts.getChartData(acted, acted, nobody, { dashboardId: 'x', chartId: 'x' }, {}),
  previewChart: () => charts.previewChart(acted, acted, nobody, 'x', {}),
  getDefaultDashboards: () => getDefaultDashboards(acted, acted, nobody),
  createMcpServer: () => mcpServers.createMcpServer(acted, acted, nobody, acted),
  createRole: () => createRole(acted, acted, nobody, acted),
  createScimUser: () => scimUsers.createScimUser(provisioning, {}),
  createSecurityIntegration: () =>
    integrations.createSecurityIntegration(acted, acted, acted, nobody, { name: 'x', description: 'x' }),
  createServiceAccountToken: () => createServiceAccountToken(acted, acted, nobody, 'x', acted),
  createServiceAccount: () => accounts.createServiceAccount(acted, acted, nobody, acted),
  createTenant: () => createTenant(multiTenant, nobody, acted),
  createUser: () => createUser(acted, nobody, acted),
  deleteBinding: () => deleteBinding(acted, acted, nobody, 'x'),
  deleteGroup: () => deleteGroup(acted, acted, nobody, 'x'),
  deleteInvitation: () => deleteInvitation(acted, acted, nobody, 'x'),
  deleteKillSwitch: () => killSwitches.deleteKillSwitch(acted, nobody, 'x'),
  deleteWorkerGroup: () => workerGroups.deleteWorkerGroup(acted, nobody, 'x', acted),
  deleteWorkerToken: () => workerTokens.deleteWorkerToken(acted, nobody, 'x', 'x'),
  deleteMcpServer: () => mcpServers.deleteMcpServer(acted, acted, nobody, 'x'),
  deleteRole: () => deleteRole(acted, acted, nobody, 'x'),
  deleteScimUser: () => scimUsers.deleteScimUser(provisioning, 'x'),
  deleteSecurityIntegration: () => integrations.deleteSecurityIntegration(acted, acted, nobody, 'x'),
  deleteServiceAccount: () => accounts.deleteServiceAccount(acted, acted, nobody, 'x'),
  deleteReusableInputs: () => deleteReusableInputs(acted, acted, lister, { namespace: 'x', id: 'x' }),
  flowsWithReusableInputs: () => flowsWithReusableInputs(acted, acted, lister, { namespace: 'x', id: 'x' }),
  getReusableInputs: () => reusableInputs.getReusableInputs(acted, lister, { namespace: 'x', id: 'x' }),
  listReusableInputsRevisions: () =>
    reusableInputs.listReusableInputsRevisions(acted, lister, { namespace: 'x', id: 'x' }),
  saveReusableInputs: () =>
    saveReusableInputs(acted, acted, nobody, { namespace: 'x', id: 'x', source: 'x', failIfExists: false }),
  deleteTemplate: () => deleteTemplate(acted, acted, lister, { namespace: 'x', id: 'x' }),
  deleteTenant: () => deleteTenant(acted, nobody, 'x'),
  deleteUser: () => users.deleteUser(acted, nobody, 'x'),
  enableSecurityIntegration: () => integrations.enableSecurityIntegration(acted, acted, acted, nobody, 'x', true),
  endSessions: () => users.endSessions(acted, nobody, 'x'),
  getAnyServiceAccount: () => accounts.getAnyServiceAccount(acted, nobody, 'x'),
  getMcpServer: () => mcpServers.getMcpServer(acted, nobody, 'x'),
  getTemplate: () => getTemplate(acted, lister, { namespace: 'x', id: 'x' }),
  getTenant: () => getTenant(acted, nobody, 'x'),
  confirmConcurrencyUse: () => confirmConcurrencyUse(acted, acted, lister, { namespace: 'x', id: 'x' }, 0),
  flowDependencies: () => flowDependencies(acted, acted, lister, { namespace: 'x', id: 'x' }),
  grantAccess: () => grantAccess(acted, acted, acted, nobody, 'x'),
  grantAccessByEmail: () => grantAccessByEmail(acted, acted, acted, nobody, 'x'),
  adoptTenant: () => retained.adoptTenant(acted, nobody, acted, 'x'),
  listAllMcpServers: () => mcpServers.listAllMcpServers(acted, nobody),
  listMcpServers: () => mcpServers.listMcpServers(acted, nobody),
  listMcpTools: () => listMcpTools(acted, acted, nobody, 'x'),
  toggleMcpServer: () => mcpServers.toggleMcpServer(acted, acted, nobody, 'x'),
  updateMcpServer: () => mcpServers.updateMcpServer(acted, acted, nobody, 'x', acted),
  getWorkerGroup: () => workerGroups.getWorkerGroup(acted, nobody, 'x'),
  listWorkerGroups: () => workerGroups.listWorkerGroups(acted, nobody),
  revokeWorkerToken: () => workerTokens.revokeWorkerToken(acted, nobody, 'x', 'x'),
  updateWorkerGroup: () => workerGroups.updateWorkerGroup(acted, nobody, 'x', acted),
  listKillSwitches: () => killSwitches.listKillSwitches(acted, nobody),
  listRetained: () => retained.listRetained(acted, nobody),
  openImpersonation: () => openImpersonation(acted, nobody, 'x'),
  patchScimUser: () => scimUsers.patchScimUser(provisioning, 'x', []),
  purgeAuditLog: () => purgeAuditLog(acted, { audit: acted }, nobody, 0),
  purgeRetained: () => retained.purgeRetained(acted, nobody, 'x'),
  removeAuthMethod: () => users.removeAuthMethod(acted, nobody, 'x', 'BASIC'),
  replaceScimUser: () => scimUsers.replaceScimUser(provisioning, 'x', {}),
  resumeTenant: () => resumeTenant(acted, nobody, 'x', {}),
  revokeAccess: () => revokeAccess(acted, acted, nobody, 'x'),
  setGroupsOfUser: () => setGroupsOfUser(acted, acted, acted, nobody, 'x', []),
  setPassword: () => users.setPassword(acted, nobody, 'x', 'x'),
  setRestricted: () => users.setRestricted(acted, nobody, 'x', true),
  nameUsersByEmail: () => nameUsersByEmail(acted, nobody),
  setSuperAdmin: () => users.setSuperAdmin(acted, nobody, 'x', true),
  searchTenants: () => searchTenants(acted, nobody, {} as never),
  setTenantSetting: () => setTenantSetting(acted, nobody, 'x', 'x', 'x'),
  suspendTenant: () => suspendTenant(acted, nobody, 'x', {}),
  updateKillSwitch: () => killSwitches.updateKillSwitch(acted, nobody, 'x', acted),
  updateGroup: () => updateGroup(acted, acted, nobody, 'x', acted),
  updateRole: () => updateRole(acted, acted, nobody, 'x', acted),
  updateServiceAccount: () => accounts.updateServiceAccount(acted, acted, nobody, 'x', acted),
  updateTemplate: () => updateTemplate(acted, acted, lister, { namespace: 'x', id: 'x' }, 'x'),
  updateTemplates: () => updateTemplates(acted, acted, nobody, 'x', { namespace: 'x', delete: false }),
  updateTenant: () => updateTenant(acted, nobody, 'x', acted),
  updateUser: () => users.updateUser(acted, nobody, 'x', acted),
};

test.each(Object.entries(useCases))('%s asks', async (_, useCase) => {
  await expect((async () => useCase())()).rejects.toThrow(/^Forbidden: /);
});
