/** Queries and bodies by operation; what they name comes from the tenant that is to be reached. */
import type { AnyRoute } from '@windhover/contract';
import { fileForm } from '@windhover/testing';
import type { Things } from './addresses.ts';

type Make<Value> = (things: Things) => Value;

const none: Make<unknown> = () => ({});
const role = { name: 'attempt', permissions: { FLOW: ['VIEW'] } };
const flowNames = ({ namespace, flowId }: Things): unknown => [{ namespace, id: flowId }];
const flow = ({ namespace, flowId }: Things): string =>
  `id: ${flowId}\nnamespace: ${namespace}\ntasks:\n  - id: log\n    type: io.kestra.plugin.core.log.Log\n    message: attempt\n`;
const templateNames = ({ namespace, templateId }: Things): unknown => [{ namespace, id: templateId }];
const template = ({ namespace, templateId }: Things): string =>
  `id: ${templateId}\nnamespace: ${namespace}\ntasks:\n  - id: log\n    type: io.kestra.plugin.core.log.Log\n    message: attempt\n`;
const block = ({ namespace, reusableInputsId }: Things): string =>
  `id: ${reusableInputsId}\nnamespace: ${namespace}\ninputs:\n  - id: attempt\n    type: STRING\n`;
const chart = `id: attempt
type: io.kestra.plugin.core.dashboard.chart.Table
data:
  type: io.kestra.plugin.core.dashboard.data.Executions
  columns:
    id: { field: ID }
`;
const dashboard = ({ dashboardId }: Things): string =>
  `id: ${dashboardId}\ntitle: attempt\ncharts:\n  - ${chart.trimEnd().replaceAll('\n', '\n    ')}\n`;
/** Over the same days each time, which the answer names. */
const [startDate, endDate] = [-1, 1].map((day) => new Date(Date.now() + day * 86_400_000).toISOString());
const preview: Make<unknown> = ({ namespace }) => ({ chart, globalFilter: { namespace, startDate, endDate } });
const executionIds = ({ executionId }: Things): unknown => [executionId];
const trigger = ({ namespace, flowId, triggerId }: Things) => ({ namespace, flowId, triggerId });
const triggers: Make<unknown> = (things) => [trigger(things)];
const label = { key: 'attempt', value: 'attempt' };
/** A zip of `file.txt`, which is there already. */
const archive = Buffer.from(
  'UEsDBBQAAAAAAAAAIQBmAuwYBwAAAAcAAAAIAAAAZmlsZS50eHRhdHRlbXB0UEsBAhQDFAAAAAAAAAAhAGYC7BgHAAAABwAAAAgAAAAAAAAAAAAAAIABAAAAAGZpbGUudHh0UEsFBgAAAAABAAEANgAAAC0AAAAAAA==',
  'base64',
);
const killSwitch = ({ tenantId }: Things) => ({
  name: 'attempt',
  evaluationType: 'KILL',
  tenantId,
  startDate: '2026-01-01T00:00:00Z',
});
const credentials = { username: 'stranger', password: 'Guess!123' };

const bodies: Readonly<Record<string, Make<unknown>>> = {
  addUserToGroup: none,
  autocompleteGroups: ({ groupId }) => ({ q: '', ids: [groupId] }),
  autocompleteNamespaces: ({ namespace }) => ({ q: namespace }),
  autocompleteRoles: ({ roleId }) => ({ q: '', ids: [roleId] }),
  autocompleteUsers: ({ userId }) => ({ q: '', ids: [userId] }),
  bulkCreateBinding: ({ userId, roleId }) => [{ type: 'USER', externalId: userId, roleId }],
  bulkUpdateFlows: flow,
  createApiTokenForCurrentUser: () => ({ name: 'attempt' }),
  createApiTokenForServiceAccount: () => ({ name: 'attempt' }),
  createApiTokenForServiceAccountWithTenant: () => ({ name: 'attempt' }),
  createApiTokenForUser: () => ({ name: 'attempt' }),
  createBackfill: (things) => ({ ...trigger(things), backfill: { start: '2026-01-01T00:00:00Z' } }),
  createBasicAuth: () => credentials,
  createOrUpdateReusableInputs: block,
  createBinding: ({ groupId, roleId }) => ({ type: 'GROUP', externalId: groupId, roleId }),
  createFlow: flow,
  createFromInvitation: () => ({ firstName: 'A', lastName: 'B', password: 'Attempt!123' }),
  createGroup: ({ userId }) => ({ name: 'attempt', membersId: [userId] }),
  createInvitation: ({ roleId, groupId }) => ({
    email: 'attempt@example.com',
    roles: [{ id: roleId }],
    groups: [groupId],
  }),
  createKillSwitch: killSwitch,
  createWorkerGroup: ({ workerGroupId }) => ({ id: workerGroupId, name: 'attempt', allowedTenants: [] }),
  generateWorkerToken: () => ({ name: 'attempt' }),
  createDashboard: dashboard,
  createMcp: ({ mcpServerId }) => ({ id: mcpServerId, description: 'attempt' }),
  createNamespace: ({ namespace }) => ({ id: namespace }),
  createNamespaceFile: () => fileForm('attempt'),
  createRole: () => role,
  createSCIMResourceByIdGroups: ({ userId }) => ({ displayName: 'attempt', members: [{ value: userId }] }),
  createSCIMResourceByIdUsers: () => ({ userName: 'attempt@example.com' }),
  createSecurityIntegration: () => ({ name: 'attempt', type: 'SCIM', description: 'attempt' }),
  createServiceAccount: ({ tenantId }) => ({ name: 'attempt', tenants: [tenantId] }),
  createServiceAccountForTenant: ({ groupId }) => ({ name: 'attempt', username: 'attempt', groups: [{ id: groupId }] }),
  createTemplate: template,

  createTenant: ({ tenantId }) => ({ id: tenantId, name: 'attempt' }),
  createTenantAccess: ({ userId }) => ({ email: userId }),
  createUser: ({ tenantId, groupId }) => ({ username: 'attempt', tenants: [tenantId], groups: [groupId] }),
  deleteBackfill: trigger,
  deleteBackfillByIds: triggers,
  deleteExecutionsByIds: executionIds,
  deleteFlowsByIds: flowNames,
  deleteKeyValues: ({ kvKey }) => ({ keys: [kvKey] }),
  deleteTemplatesByIds: templateNames,
  deleteTriggersByIds: triggers,
  disabledTriggerById: (things) => ({ ...trigger(things), disabled: true }),
  disabledTriggersByIds: (things) => ({ triggers: triggers(things), disabled: true }),
  disableFlowsByIds: flowNames,
  enableFlowsByIds: flowNames,
  expressions: flow,
  evalExpression: () => '{{ flow }} {{ outputs }}',
  evalTaskRunExpression: () => '{{ flow }} {{ outputs }}',
  findGroups: none,
  findUsers: none,
  findAuditLog: () => ({ resource: 'ROLE' }),
  exportFlowsByIds: flowNames,
  exportChartToCsv: preview,
  exportDashboardChartDataToCSV: none,
  exportTemplatesByIds: templateNames,
  getDashboardChartData: none,
  forceRunByIds: executionIds,
  generateFlowGraphFromSource: flow,
  getLatestExecutions: flowNames,
  getPluginUiManifest: ({ pluginType }) => [{ cls: pluginType }],
  importFlows: (things) => uploadForm(flow(things)),
  importNamespaceFiles: () => fileForm(archive),
  setLogo: logoForm,
  setAppsCatalogLogo: logoForm,
  killExecutionsByIds: executionIds,
  listGroupIds: ({ groupId }) => ({ ids: [groupId] }),
  listRolesFromGivenIds: ({ roleId }) => ({ ids: [roleId] }),
  login: () => credentials,
  patchCurrentUser: () => ({ firstName: 'Attempt' }),
  patchGroups: ({ userId }) => ({ Operations: [{ op: 'add', path: 'members', value: [{ value: userId }] }] }),
  patchSecret: () => ({ description: 'attempt' }),
  patchServiceAccountDetails: () => ({ description: 'attempt' }),
  patchServiceAccountSuperAdmin: () => ({ superAdmin: true }),
  patchUser: () => ({ firstName: 'Attempt' }),
  patchUserPassword: () => ({ password: 'Attempt!123' }),
  patchUserRestricted: () => ({ restricted: true }),
  patchUserSuperAdmin: () => ({ superAdmin: true }),
  patchUsers: () => ({ Operations: [{ op: 'replace', value: { active: false } }] }),
  pauseBackfill: trigger,
  pauseBackfillByIds: triggers,
  pauseExecutionsByIds: executionIds,
  putSecrets: ({ secretKey }) => ({ key: secretKey, value: 'attempt' }),
  replayExecutionsByIds: executionIds,
  restartExecutionsByIds: executionIds,
  resumeTenant: () => ({ missedSchedules: 'ALL' }),
  resumeExecutionsByIds: executionIds,
  setAppsCatalogConfig: () => ({ title: 'attempt' }),
  setKeyValue: () => '"attempt"',
  setLabelsOnTerminatedExecution: () => [label],
  setLabelsOnTerminatedExecutionsByIds: ({ executionId }) => ({
    executionsId: [executionId],
    executionLabels: [label],
  }),
  setLabelsOnTerminatedExecutionsByQuery: () => [label],
  setTenantDefaultDashboards: () => ({ defaultHomeDashboard: 'attempt' }),
  setup: () => credentials,
  speakMcp: () => ({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
  suspendTenant: () => ({ running: 'KILL' }),
  unlockTriggersByIds: triggers,
  unpauseBackfill: trigger,
  unpauseBackfillByIds: triggers,
  unqueueExecutionsByIds: executionIds,
  updateCurrentUserPassword: () => ({ oldPassword: 'Guess!123', newPassword: 'Attempt!123' }),
  updateExecutionsStatusByIds: executionIds,
  updateFlow: flow,
  updateFlowsInNamespace: flow,
  updateGroup: () => ({ name: 'attempt' }),
  updateGroups: ({ userId }) => ({ displayName: 'attempt', members: [{ value: userId }] }),
  updateNamespace: ({ namespace }) => ({ id: namespace, description: 'attempt' }),
  updateRole: () => role,
  updateServiceAccount: () => ({ name: 'attempt', username: 'attempt' }),
  updateTemplate: template,
  updateTemplatesInNamespace: template,
  updateKillSwitch: killSwitch,
  updateWorkerGroup: () => ({ name: 'attempt' }),
  updateDashboard: dashboard,
  updateMcp: ({ mcpServerId }) => ({ id: mcpServerId, description: 'attempt' }),
  updateTenant: () => ({ name: 'attempt' }),
  updateTaskRunState: ({ taskRunId }) => ({ taskRunId, state: 'FAILED' }),
  updateTrigger: (things) => ({ ...trigger(things), disabled: true }),
  updateUser: () => ({ username: 'attempt' }),
  updateUsers: () => ({ userName: 'attempt@example.com', active: false }),
  updateUserGroups: ({ groupId }) => ({ groupIds: [groupId] }),
  renderExpressions: ({ namespace, executionId }) => ({
    expressions: ['{{ flow }} {{ outputs }}', "{{ secret('HIDDEN_KEY') }}", '{{ globals }} {{ namespace }}'],
    executionId,
    namespace,
  }),
  validateFlows: flow,
  validatePassword: () => 'Attempt!123',
  validateTemplates: template,
  validateReusableInputs: block,
  previewChart: preview,
  validateChart: () => chart,
  validateDashboard: dashboard,
  validateTask: () => 'id: log\ntype: io.kestra.plugin.core.log.Log\nmessage: attempt\n',
  validateTrigger: () => 'id: daily\ntype: io.kestra.plugin.core.trigger.Schedule\ncron: "0 0 * * *"\n',
};

const file = ({ fileUri }: Things): string => `?path=${encodeURIComponent(fileUri)}`;

const queries: Readonly<Record<string, Make<string>>> = {
  createNamespaceDirectory: () => '?path=/attempt',
  createNamespaceFile: () => '?path=/file.txt',
  deleteFileDirectory: () => '?path=/file.txt',
  deleteLogsFromFlow: ({ triggerId }) => `?triggerId=${triggerId}`,
  deleteRevisions: () => '?revisions=1',
  downloadFileFromExecution: file,
  explainAccess: ({ userId }) => `?userId=${encodeURIComponent(userId)}&permission=FLOW:VIEW`,
  findDistinctFieldValues: () => '?field=namespace',
  getFileContent: () => '?path=/file.txt',
  getFileMetadatas: () => '?path=/file.txt',
  getFileRevisions: () => '?path=/file.txt',
  getFileMetadatasFromExecution: file,
  moveFileDirectory: () => '?from=/file.txt&to=/moved.txt',
  previewFileFromExecution: file,
  searchBindings: ({ userId }) => `?type=USER&id=${encodeURIComponent(userId)}`,
  searchExecutionsByFlowId: ({ namespace, flowId }) => `?namespace=${namespace}&flowId=${flowId}`,
  searchFlowsBySourceCode: () => '?q=hidden&page=1&size=1000',
  restoreSecret: () => '?version=1',
  searchNamespaceFiles: () => '?q=file',
  setUserMembershipForGroup: () => '?membership=OWNER',
  updateExecutionStatus: () => '?status=FAILED',
  validateTask: () => '?section=TASKS',
  updateExecutionsStatusByIds: () => '?newStatus=FAILED',
  updateExecutionsStatusByQuery: () => '?newStatus=FAILED',
};

export function bodyOf(route: AnyRoute, things: Things): unknown {
  if (route.body === undefined) return undefined;
  const make = bodies[route.operationId];
  if (make === undefined && route.body.optional === true) return undefined;
  if (make === undefined) throw new Error(`Add a body for '${route.operationId}' to covering-data.ts`);
  return make(things);
}

/** Routes whose query has a required part need one here; lists are asked for everything. */
export function queryOf(route: AnyRoute, things: Things): string {
  const make = queries[route.operationId];
  if (make !== undefined) return make(things);
  if (route.query === undefined || route.query.safeParse({ page: '1', size: '1000' }).success) {
    return route.query?.safeParse({ page: '1', size: '1000' }).success ? '?page=1&size=1000' : '';
  }
  if (route.query.safeParse({}).success) return '';
  throw new Error(`Add a query for '${route.operationId}' to covering-data.ts`);
}

function uploadForm(text: string): FormData {
  const form = new FormData();
  form.set('fileUpload', new Blob([text]), 'flows.yml');
  return form;
}

function logoForm(): FormData {
  const form = new FormData();
  form.append('logo', new Blob([Buffer.from('GIF89a')]), 'logo.gif');
  return form;
}
