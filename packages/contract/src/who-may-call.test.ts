/**
 * Who may call each operation, written a second time: a permission that is dropped or changed by mistake stands out here,
 * and a new route is refused until somebody has said who may call it.
 */
import { expect, test } from 'vitest';
import { allRoutes, type AnyRoute } from './index.ts';

const mayCall: Readonly<Record<string, string>> = {
  'AUDITLOG:EXPORT': 'exportAuditLogs',
  'AUDITLOG:LIST': 'searchAuditLogs',
  'AUDITLOG:VIEW': 'findAuditLog listAuditLogFromResourceId getResourceDiffFromAuditLog',
  'BINDING:CREATE': 'createBinding bulkCreateBinding',
  'BINDING:DELETE': 'deleteBinding',
  'BINDING:LIST': 'searchBindings',
  'BINDING:VIEW': 'getBinding',
  'DASHBOARD:CREATE': 'createDashboard',
  'DASHBOARD:DELETE': 'deleteDashboard',
  'DASHBOARD:LIST': 'searchDashboards',
  'DASHBOARD:LIST | DASHBOARD:VIEW': 'getDefaultDashboards_1',
  'DASHBOARD:UPDATE': 'updateDashboard',
  'DASHBOARD:VIEW': 'getDashboard getDashboardChartData exportDashboardChartDataToCSV',
  'DASHBOARD:VIEW | DASHBOARD:CREATE | DASHBOARD:UPDATE | EXECUTION:LIST | EXECUTION:VIEW | EXECUTION:ACCESS_LOGS | TRIGGER:LIST | FLOW:LIST':
    'previewChart exportChartToCsv',
  'DASHBOARD:VIEW | DASHBOARD:LIST | DASHBOARD:CREATE | DASHBOARD:UPDATE | DASHBOARD:DELETE':
    'validateDashboard validateChart',
  'EXECUTION:ACCESS_FILES': 'downloadFileFromExecution getFileMetadatasFromExecution previewFileFromExecution',
  'EXECUTION:ACCESS_LOGS':
    'searchLogs listLogsFromExecution downloadLogsFromExecution followLogsFromExecution searchByExecution listFlowMetrics listTaskMetrics listTasksWithMetrics aggregateMetricsFromFlow aggregateMetricsFromTask',
  'EXECUTION:ACCESS_OUTPUTS': 'evalExpression evalTaskRunExpression getTaskOutputsInformation getTaskRunOutputs',
  'EXECUTION:CHANGE_LABELS':
    'setLabelsOnTerminatedExecutionsByIds setLabelsOnTerminatedExecutionsByQuery setLabelsOnTerminatedExecution',
  'EXECUTION:DELETE':
    'deleteExecutionsByIds deleteExecutionsByQuery deleteExecution deleteLogsFromExecution deleteLogsFromFlow',
  'EXECUTION:EXPORT': 'exportExecutions',
  'EXECUTION:FOLLOW | EXECUTION:VIEW': 'followExecution followDependenciesExecutions',
  'EXECUTION:FORCE_RUN': 'forceRunByIds forceRunExecutionsByQuery forceRunExecution',
  'EXECUTION:KILL': 'killExecutionsByIds killExecutionsByQuery killExecution',
  'EXECUTION:LIST': 'searchExecutions searchExecutionsByFlowId getLatestExecutions findDistinctFieldValues',
  'EXECUTION:PAUSE': 'pauseExecutionsByIds pauseExecutionsByQuery pauseExecution',
  'EXECUTION:REPLAY': 'replayExecutionsByIds replayExecutionsByQuery replayExecution replayExecutionWithinputs',
  'EXECUTION:RESTART': 'restartExecutionsByIds restartExecutionsByQuery restartExecution',
  'EXECUTION:RESUME':
    'resumeExecutionsByIds resumeExecutionsByQuery resumeExecution resumeExecutionFromBreakpoint validateResumeExecutionInputs',
  'EXECUTION:UNQUEUE': 'unqueueExecutionsByIds unqueueExecutionsByQuery unqueueExecution',
  'EXECUTION:UPDATE':
    'updateExecutionsStatusByIds updateExecutionsStatusByQuery updateExecutionStatus updateTaskRunState',
  'EXECUTION:VIEW': 'getExecution getExecutionWaiting listTaskRuns getFlowFromExecutionById getExecutionFlowGraph',
  'FLOW:CREATE': 'createFlow',
  'FLOW:DELETE': 'deleteFlowsByIds deleteFlowsByQuery deleteFlow deleteRevisions',
  'FLOW:DISABLE': 'disableFlowsByIds disableFlowsByQuery',
  'FLOW:ENABLE': 'enableFlowsByIds enableFlowsByQuery',
  'FLOW:EXECUTE | EXECUTION:CREATE':
    'listExecutableDistinctNamespaces listFlowExecutionsByNamespace createExecution validateNewExecutionInputs',
  'FLOW:EXECUTE | EXECUTION:CREATE | EXECUTION:LIST': 'getFlowFromExecution',
  'FLOW:EXPORT': 'exportFlowsByIds exportFlowsByQuery exportFlows',
  'FLOW:IMPORT': 'importFlows',
  'FLOW:LIST | FLOW:VIEW':
    'listDeprecated listDistinctNamespaces searchFlows searchFlowsBySourceCode listFlowsByNamespace',
  'FLOW:UPDATE': 'updateFlow',
  'FLOW:UPDATE | FLOW:CREATE': 'bulkUpdateFlows updateFlowsInNamespace',
  'FLOW:VALIDATE | FLOW:VIEW | FLOW:LIST | FLOW:CREATE | FLOW:UPDATE | FLOW:DELETE | FLOW:EXECUTE | FLOW:DISABLE | FLOW:ENABLE | FLOW:EXPORT | FLOW:IMPORT':
    'expressions validateFlows validateTask validateTrigger',
  'FLOW:VIEW':
    'getFlow listFlowRevisions getTaskFromFlow generateFlowGraphFromSource generateFlowGraph getFlowDependencies getFlowDependenciesFromNamespace getFlowDependenciesFromTenant renderExpressions',
  'GROUP:CREATE': 'createGroup createSCIMResourceByIdGroups',
  'GROUP:DELETE': 'deleteGroup deleteGroups',
  'GROUP:LIST': 'searchGroups autocompleteGroups listGroupIds queryGroups findGroups',
  'GROUP:UPDATE': 'updateGroup updateGroups patchGroups',
  'GROUP:VIEW': 'getGroup getSCIMResourceByIdGroups',
  'INVITATION:CREATE': 'createInvitation',
  'INVITATION:DELETE': 'deleteInvitation',
  'INVITATION:LIST': 'searchInvitations listInvitationsByEmail',
  'INVITATION:VIEW': 'getInvitation',
  'KVSTORE:CREATE | KVSTORE:UPDATE': 'setKeyValue',
  'KVSTORE:DELETE': 'deleteKeyValue deleteKeyValues',
  'KVSTORE:LIST': 'listAllKeys listKeys listKeysWithInheritence',
  'KVSTORE:VIEW': 'getKeyValue listKeyRevisions',
  'MCP_SERVER:CREATE': 'createMcp',
  'MCP_SERVER:DELETE': 'deleteMcp',
  'MCP_SERVER:LIST': 'listMcps',
  'MCP_SERVER:UPDATE': 'updateMcp toggleMcp',
  'MCP_SERVER:VIEW': 'getMcp listTools',
  'NAMESPACE:CREATE': 'createNamespace',
  'NAMESPACE:DELETE': 'deleteNamespace',
  'NAMESPACE:LIST': 'autocompleteNamespaces searchNamespaces',
  'NAMESPACE:MANAGE_FILES':
    'createNamespaceFile moveFileDirectory deleteFileDirectory createNamespaceDirectory importNamespaceFiles',
  'NAMESPACE:UPDATE': 'updateNamespace',
  'NAMESPACE:VIEW': 'getNamespace inheritedVariables inheritedPluginDefaults',
  'NAMESPACE:VIEW | FLOW:VIEW':
    'exportNamespaceFiles getFileRevisions getFileContent listNamespaceDirectoryFiles searchNamespaceFiles getFileMetadatas',
  'REUSABLE_INPUTS:CREATE | REUSABLE_INPUTS:UPDATE': 'createOrUpdateReusableInputs',
  'REUSABLE_INPUTS:DELETE': 'deleteReusableInputs',
  'REUSABLE_INPUTS:LIST': 'namespacesWithBlocks listReusableInputs',
  'REUSABLE_INPUTS:VIEW': 'getReusableInputs listReusableInputsRevisions listFlowsWithReusableInputs',
  'REUSABLE_INPUTS:VIEW | REUSABLE_INPUTS:LIST | REUSABLE_INPUTS:CREATE | REUSABLE_INPUTS:UPDATE | REUSABLE_INPUTS:DELETE':
    'validateReusableInputs',
  'ROLE:CREATE': 'createRole',
  'ROLE:DELETE': 'deleteRole',
  'ROLE:LIST': 'searchRoles autocompleteRoles listRolesFromGivenIds',
  'ROLE:UPDATE': 'updateRole',
  'ROLE:VIEW': 'getRole',
  'SECRET:DELETE': 'deleteSecret',
  'SECRET:LIST': 'listSecrets listNamespaceSecrets getInheritedSecrets listSecretVersions',
  'SECRET:UPDATE': 'restoreSecret patchSecret',
  'SECRET:UPDATE | SECRET:CREATE': 'putSecrets',
  'SERVICE_ACCOUNT:CREATE': 'createServiceAccountForTenant',
  'SERVICE_ACCOUNT:DELETE': 'deleteServiceAccountForTenant',
  'SERVICE_ACCOUNT:LIST': 'listServiceAccountsForTenant',
  'SERVICE_ACCOUNT:UPDATE':
    'updateServiceAccount createApiTokenForServiceAccountWithTenant deleteApiTokenForServiceAccountWithTenant',
  'SERVICE_ACCOUNT:VIEW': 'getServiceAccountForTenant listApiTokensForServiceAccountWithTenant',
  'TEMPLATE:CREATE': 'createTemplate',
  'TEMPLATE:DELETE': 'deleteTemplate deleteTemplatesByIds deleteTemplatesByQuery',
  'TEMPLATE:LIST | TEMPLATE:VIEW': 'listTemplatesDistinctNamespaces searchTemplates',
  'TEMPLATE:UPDATE': 'updateTemplate',
  'TEMPLATE:UPDATE | TEMPLATE:CREATE': 'updateTemplatesInNamespace',
  'TEMPLATE:VIEW': 'getTemplate exportTemplatesByIds exportTemplatesByQuery',
  'TEMPLATE:VIEW | TEMPLATE:LIST | TEMPLATE:CREATE | TEMPLATE:UPDATE | TEMPLATE:DELETE': 'validateTemplates',
  'TENANT:CREATE': 'createTenant',
  'TENANT:DELETE': 'deleteTenant',
  'TENANT:LIST | TENANT:VIEW': 'searchTenants',
  'TENANT:UPDATE':
    'updateTenant setLogo deleteLogo setAppsCatalogConfig setAppsCatalogLogo deleteAppsCatalogLogo setTenantDefaultDashboards',
  'TENANT:VIEW': 'getTenant getAppsCatalogConfig getDefaultDashboards',
  'TENANT_SETTINGS:UPDATE': 'updateConcurrencyLimit',
  'TRIGGER:BACKFILL':
    'createBackfill pauseBackfill pauseBackfillByIds pauseBackfillByQuery unpauseBackfill unpauseBackfillByIds unpauseBackfillByQuery deleteBackfill deleteBackfillByIds deleteBackfillByQuery',
  'TRIGGER:DELETE': 'deleteTrigger deleteTriggersByIds deleteTriggersByQuery',
  'TRIGGER:DISABLE | TRIGGER:ENABLE': 'disabledTriggerById disabledTriggersByIds disabledTriggersByQuery',
  'TRIGGER:DISABLE | TRIGGER:ENABLE | TRIGGER:BACKFILL': 'updateTrigger',
  'TRIGGER:EXPORT': 'exportTriggers',
  'TRIGGER:LIST': 'searchTriggers',
  'TRIGGER:RESTART': 'restartTrigger',
  'TRIGGER:UNLOCK': 'unlockTrigger unlockTriggersByIds unlockTriggersByQuery',
  'TRIGGER:VIEW': 'searchTriggerEvaluations',
  'TRIGGER:VIEW | TRIGGER:LIST': 'searchTriggersForFlow',
  'USER:CREATE': 'createSCIMResourceByIdUsers createTenantAccess createTenantAccessById',
  'USER:DELETE': 'deleteTenantAccess',
  'USER:LIST': 'queryUsers findUsers listTenantAccess autocompleteUsers',
  'USER:LIST | GROUP:LIST':
    'getServiceProviderConfiguration getAllResourceTypes getResourceType getAllSchemas getSchema',
  'USER:MANAGE_GROUP_MEMBERSHIP': 'updateUserGroups',
  'USER:UPDATE': 'updateUsers patchUsers',
  'USER:UPDATE | USER:DELETE': 'deleteUsers',
  'USER:VIEW': 'getSCIMResourceByIdUsers',
  member:
    'searchConcurrencyLimits supportDebugInfo workerSelectorTags searchQuotaLimits listTenantLimits getTenantUsage getUsages',
  public:
    'listAuthMethods login logout signOn signedOn forgottenPassword resetPassword validatePassword getLoginConfiguration createFromInvitation getSetupConfiguration setup createBasicAuth getBasicAuthConfigErrors triggerExecutionByGetWebhook triggerExecutionByPostWebhook triggerExecutionByPutWebhook triggerExecutionByGetWebhookWithPath triggerExecutionByPostWebhookWithPath triggerExecutionByPutWebhookWithPath speakMcp listenMcp leaveMcp',
  'signed-in':
    'listPermissions listTemplates explainAccess getConfiguration searchGroupMembers addUserToGroup deleteUserFromGroup setUserMembershipForGroup findAllInvitationsForCurrentUser acceptInvitation getCurrentUser patchCurrentUser updateCurrentUserPassword listApiTokensForCurrentUser createApiTokenForCurrentUser deleteApiTokenForCurrentUser getLicenseInfo mainTenantFlows getExpressionFilters getExpressionFunctions listPlugins getPluginBySubgroups getPluginIcons getPluginGroupIcons getPluginIcon getPluginIconSvg getAllInputTypes getSchemaFromInputType getPluginUiManifest getPropertiesFromType getSchemasFromType listTriggerPlugins getPluginDocumentation getPluginVersions getPluginDocumentationFromVersion getTenantAccess',
  superadmin:
    'refreshLicense searchAuditLogsForAllTenants getGlobalResourceDiffFromAuditLog exportAuditLogsForAllTenants listServiceAccounts createServiceAccount getServiceAccount patchServiceAccountDetails deleteServiceAccount patchServiceAccountSuperAdmin listApiTokensForServiceAccount createApiTokenForServiceAccount deleteApiTokenForServiceAccount listSecurityIntegrations searchSecurityIntegration createSecurityIntegration getSecurityIntegration deleteSecurityIntegration enableSecurityIntegration disableSecurityIntegration createKillSwitch searchKillSwitches updateKillSwitch deleteKillSwitch listWorkerGroups createWorkerGroup getWorkerGroup updateWorkerGroup deleteWorkerGroup getWorkerGroupCapacity listRunningWorkers generateWorkerToken deleteWorkerToken revokeWorkerToken listAllMcpServers listRetainedTenants purgeRetainedTenant suspendTenant resumeTenant listUsers createUser getUser updateUser patchUser deleteUser patchUserPassword patchUserSuperAdmin patchUserRestricted deleteRefreshToken deleteUserAuthMethod impersonate listApiTokensForUser createApiTokenForUser deleteApiTokenForUser',
};

test('every operation is open to those for whom it is meant, and to nobody else', () => {
  const meant = Object.entries(mayCall).flatMap(([who, operations]) =>
    operations.split(' ').map((operationId) => `${operationId}: ${who}`),
  );

  expect(
    allRoutes()
      .map((route) => `${route.operationId}: ${whoOf(route)}`)
      .toSorted(),
  ).toEqual(meant.toSorted());
});

function whoOf({ access }: AnyRoute): string {
  return access.kind === 'permission' ? access.anyOf.join(' | ') : access.kind;
}
