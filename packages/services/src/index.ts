export { AccessControl, type EnteredTenant } from './access/access-control.ts';
export { userIdOf, type Actor, type Caller } from './access/caller.ts';
export { announce, type InstanceChange } from './access/instance-change.ts';
export { expandPermissions } from './access/expand-permissions.ts';
export {
  explainAccess,
  type AccessExplanation,
  type AccessQuestion,
  type AccessSource,
} from './access/explain-access.ts';
export { getVisibleUser } from './access/find-visible-user.ts';
export { groupsOfUser } from './access/groups-of-user.ts';
export { addMember, listGroupMembers, removeMember, setGroupsOfUser, setMembership } from './access/group-members.ts';
export { managedRolePermissions } from './access/managed-roles.ts';
export { writeOr } from './access/on-conflict.ts';
export {
  can,
  demand,
  demandAny,
  demandOn,
  demandToGrant,
  noPermissions,
  toPermissions,
  visibleNamespaces,
  type Grant,
  type Permissions,
} from './access/permissions.ts';
export { createBindings, deleteBinding, getBinding, type BindingInput } from './access/save-bindings.ts';
export { createGroup, deleteGroup, getGroup, updateGroup, type GroupInput } from './access/save-group.ts';
export { createRole, deleteRole, getRole, updateRole, type RoleInput } from './access/save-role.ts';
export { searchUsersInMemory } from './access/search-users-in-memory.ts';
export { syncAccess, type SyncResult } from './access/sync-access.ts';
export {
  grantAccess,
  grantAccessByEmail,
  listMembersOfTenant,
  revokeAccess,
  rolesOfUser,
  type RoleOfUser,
} from './access/tenant-access.ts';
export { auditEntry, type Audited } from './audit/audit-entry.ts';
export { DenialLog } from './audit/denial-log.ts';
export { auditLogCsv } from './audit/export-audit-log.ts';
export { instanceAudit } from './audit/instance-audit.ts';
export { purgeAuditLog } from './audit/purge-audit-log.ts';
export {
  auditDiff,
  auditDiffAnywhere,
  auditHistory,
  findAuditEntry,
  searchAllAuditLogs,
  searchAuditLog,
  type AuditDiff,
  type AuditItem,
} from './audit/search-audit-log.ts';
export { auditKeyOf } from './audit/audit-key.ts';
export { verifyAuditLog, type KnownHead, type VerifyOptions } from './audit/verify-audit-log.ts';
export type { Backends, Clock, Deps, Ids, PasswordPolicy, ServiceSettings } from './deps.ts';
export { actByIds, actByQuery, type BulkOperation } from './executions/act-on-many.ts';
export { submitQueuedExecutions } from './executions/submit-queued-executions.ts';
export {
  changeStatus,
  changeTaskRunState,
  checkStatusChange,
  forceRun,
  unqueueExecution,
} from './executions/change-state.ts';
export { deleteExecution, type DeleteOptions } from './executions/delete-execution.ts';
export { evalExpression, type EvalResult } from './executions/eval-expression.ts';
export { getExecutableFlow, getFlowToExecute } from './executions/executable-flow.ts';
export {
  getExecutionFile,
  jsonLinesOf,
  previewFile,
  type ExecutionFile,
  type FilePreview,
} from './executions/execution-files.ts';
export type { CreateExecution, ExecutionHost, Workload } from './executions/execution-host.ts';
export {
  executionJson,
  lightExecutionJson,
  maxTaskRunsShown,
  stateJson,
  taskRunJson,
  type ShownExecution,
  type ShowOptions,
} from './executions/execution-json.ts';
export {
  flowLimits,
  limitScopes,
  namespaceLimits,
  suspensionOf,
  tenantLimits,
  type LimitScope,
  type NamespaceLimits,
} from './executions/execution-limits.ts';
export { failedChecks, type FailedCheck } from './executions/failed-checks.ts';
export {
  distinctValues,
  executionsCsv,
  latestExecutions,
  listExecutableFlows,
  listExecutableNamespaces,
  type DistinctField,
} from './executions/executions-by-flow.ts';
export { toFlowForExecution } from './executions/flow-for-execution.ts';
export { flowOfExecution } from './executions/flow-of-execution.ts';
export { followDependencies, type FollowedDependency } from './executions/follow-dependencies.ts';
export { followExecution, type FollowedExecution, type FollowOptions } from './executions/follow-execution.ts';
export { getExecution, getExecutionWithTaskRuns, listTaskRuns, withTaskRuns } from './executions/get-execution.ts';
export { getWaitingReasons } from './executions/get-waiting-reasons.ts';
export { killExecution, type KillOptions } from './executions/kill-execution.ts';
export { pauseExecution } from './executions/pause-execution.ts';
export { replayExecution, type ReplayOptions } from './executions/replay-execution.ts';
export {
  hasSealedInputs,
  openSealedInputs,
  resolveFlowInputs,
  type InputDeps,
  type SealedInput,
} from './executions/resolve-flow-inputs.ts';
export { isMadeFrom } from './executions/made-from.ts';
export { checkRestart, restartExecution } from './executions/restart-execution.ts';
export { checkResume, resumeExecution, resumeFromBreakpoint, validateResume } from './executions/resume-execution.ts';
export { searchExecutions } from './executions/search-executions.ts';
export { checkUserLabels, setLabels } from './executions/set-labels.ts';
export { startExecution, startLabels, type StartExecution } from './executions/start-execution.ts';
export {
  cacheDirectory,
  executionDirectory,
  executionIdInPath,
  namespaceOfFile,
  isOfExecution,
  pathOfUri,
  safeFileName,
  slugOf,
  taskRunDirectory,
  uriOfPath,
  type ExecutionPlace,
} from './executions/storage-paths.ts';
export type { SuppliedPart } from './executions/supplied-inputs.ts';
export { validateNewExecution, type NewExecutionCheck } from './executions/validate-new-execution.ts';
export { changeFlows, type FlowAction } from './flows/change-flows.ts';
export { confirmConcurrencyUse, listConcurrencyUse, type ConcurrencyUse } from './flows/concurrency-limits.ts';
export { listQuotaUse, type QuotaUse } from './executions/list-quota-use.ts';
export { countSince, quotaName, windowStart } from './executions/quota-window.ts';
export { createFlow } from './flows/create-flow.ts';
export { deleteFlow } from './flows/delete-flow.ts';
export {
  listFlowsWithDeprecatedTasks,
  type DeprecatedTask,
  type FlowWithDeprecatedTasks,
} from './flows/deprecated-tasks.ts';
export { exportFlows, flowsCsv } from './flows/export-flows.ts';
export { FlowCache } from './flows/flow-cache.ts';
export { toFlowJson, type FlowJson, type FlowJsonOptions } from './flows/flow-json.ts';
export { flowKey, flowThing, type FlowName } from './flows/flow-name.ts';
export { deleteFlowRevisions, getFlow, listFlowRevisions, type GetFlowOptions } from './flows/get-flow.ts';
export { getTaskSource } from './flows/get-task-source.ts';
export { importFlows } from './flows/import-flows.ts';
export { listFlowNamespaces, listFlows, searchFlows } from './flows/list-flows.ts';
export { loadFlow, loadLatestFlow, toFlow } from './flows/load-flow.ts';
export { acceptInvitation, createFromInvitation, invitationsOf } from './invitations/accept-invitation.ts';
export { createInvitation, type NewInvitation } from './invitations/create-invitation.ts';
export { deleteInvitation, getInvitation } from './invitations/manage-invitations.ts';
export { flowExpressions } from './expressions/flow-expressions.ts';
export { renderExpressions } from './expressions/render-expressions.ts';
export { outerDefaults, parseInScope } from './flows/outer-defaults.ts';
export { searchSource, type SourceHit } from './flows/search-source.ts';
export { declaredInputs } from './reusable-inputs/declared-inputs.ts';
export { deleteReusableInputs } from './reusable-inputs/delete-reusable-inputs.ts';
export { flowsWithReusableInputs } from './reusable-inputs/flows-with-reusable-inputs.ts';
export {
  getReusableInputs,
  listReusableInputs,
  listReusableInputsNamespaces,
  listReusableInputsRevisions,
} from './reusable-inputs/read-reusable-inputs.ts';
export { toReusableInputsJson } from './reusable-inputs/reusable-inputs-json.ts';
export { saveReusableInputs } from './reusable-inputs/save-reusable-inputs.ts';
export { validateReusableInputs } from './reusable-inputs/validate-reusable-inputs.ts';
export { toDashboardJson } from './dashboards/dashboard-json.ts';
export { defaultDashboardsOf, getDefaultDashboards } from './dashboards/default-dashboards.ts';
export {
  createDashboard,
  deleteDashboard,
  getDashboard,
  searchDashboards,
  updateDashboard,
} from './dashboards/manage-dashboards.ts';
export { exportChartData, exportPreview, getChartData, previewChart } from './dashboards/read-chart.ts';
export { validateChart, validateDashboard } from './dashboards/validate-dashboard.ts';
export { deleteTemplates, exportTemplates } from './templates/change-templates.ts';
export { createTemplate } from './templates/create-template.ts';
export { deleteTemplate } from './templates/delete-template.ts';
export { getTemplate, listTemplateNamespaces, searchTemplates } from './templates/read-templates.ts';
export { toTemplateJson } from './templates/template-json.ts';
export { updateTemplate } from './templates/update-template.ts';
export { updateTemplates } from './templates/update-templates.ts';
export { validateTemplates } from './templates/validate-templates.ts';
export { updateFlow } from './flows/update-flow.ts';
export { resaveFlows, type ResavedFlow } from './flows/resave-flows.ts';
export { updateFlows, type UpdateFlowsOptions } from './flows/update-flows.ts';
export { validateFlows, type FlowValidation } from './flows/validate-flows.ts';
export { validatePart, type FlowPart } from './flows/validate-part.ts';
export {
  flowDependencies,
  namespaceDependencies,
  type FlowTopology,
  type TopologyOptions,
} from './graph/flow-dependencies.ts';
export { flowGraph, type FlowGraph, type GraphCluster, type GraphEdge, type GraphNode } from './graph/flow-graph.ts';
export { createApiToken, deleteApiToken, type NewApiToken } from './identity/api-tokens.ts';
export { createServiceAccountToken } from './identity/service-account-tokens.ts';
export { Authenticator, type Credentials, type Identity } from './identity/authenticator.ts';
export { changeOwnPassword } from './identity/change-own-password.ts';
export { createUser, type NewUser } from './identity/create-user.ts';
export { FailedAddresses } from './identity/failed-addresses.ts';
export { getTokenOwner, getUser } from './identity/get-user.ts';
export { nameUsersByEmail } from './identity/name-users-by-email.ts';
export { demandNoMoreRights, findImpersonated, openImpersonation } from './identity/impersonate.ts';
export { checkPassword, passwordProblems } from './identity/password-policy.ts';
export { PasswordResets, type PasswordResetSettings } from './identity/password-reset.ts';
export type { Placement } from './identity/placement.ts';
export { equalsInConstantTime } from './identity/secret-text.ts';
export {
  createInstanceServiceAccount,
  createServiceAccount,
  deleteAnyServiceAccount,
  deleteServiceAccount,
  getAnyServiceAccount,
  getServiceAccount,
  listServiceAccounts,
  patchServiceAccount,
  updateServiceAccount,
  type ServiceAccountInput,
  type TenantServiceAccountInput,
} from './identity/service-accounts.ts';
export { countInstanceUsage, countUsage, hasMainTenantFlows, type Usage } from './configs/usage.ts';
export { expressionFilters, expressionFunctions, type ExpressionFunction } from './configs/expression-names.ts';
export { closeSession, openSession } from './identity/sessions.ts';
export { noteRefusedSignOn, signOn } from './identity/sign-on.ts';
export {
  deleteUser,
  endSessions,
  patchOwnProfile,
  patchUser,
  removeAuthMethod,
  setPassword,
  setRestricted,
  setSuperAdmin,
  updateUser,
  type UserUpdate,
} from './identity/update-user.ts';
export { displayName, newUserDetails, tenantsOf, userDetails, type UserDetails } from './identity/user-details.ts';
export type { VouchedPerson } from './identity/vouched-person.ts';
export { createBackup, type CreatedBackup, type NewBackup } from './backup/create-backup.ts';
export { readStoredBackup } from './backup/backup-store-place.ts';
export { restoreBackup, type BackupToRestore, type RestoredBackup } from './backup/restore-backup.ts';
export { summaryText } from './backup/backup-tally.ts';
export { hiddenPlace } from './secrets/value-places.ts';
export { hide, hideText, toHidden, type Hiding } from './secrets/hidden-texts.ts';
export { basicAuthProblems } from './setup/basic-auth-rules.ts';
export { completeSetup, isSetUp, type Setup } from './setup/complete-setup.ts';
export { instanceId, prepareInstance, type PreparedInstance } from './setup/prepare-instance.ts';
export { accessibleTenants, findTenantById } from './tenants/accessible-tenants.ts';
export {
  migrateDefaultTenant,
  planDefaultTenantMigration,
  type DefaultTenantMigration,
} from './tenants/migrate-default-tenant.ts';
export { createTenant, type NewTenant } from './tenants/create-tenant.ts';
export { deleteTenant } from './tenants/delete-tenant.ts';
export { getTenant, searchTenants } from './tenants/get-tenant.ts';
export type { DeletionReport, TenantData } from './tenants/purge-data.ts';
export { resumeTenant } from './tenants/resume-tenant.ts';
export { adoptTenant, listRetained, purgeRetained, type RetainedTenant } from './tenants/retained-tenants.ts';
export { suspendTenant, type SuspendTenant } from './tenants/suspend-tenant.ts';
export { deleteTenantLogo, logoOf, maxLogoBytes, setCatalogLogo, setTenantLogo } from './tenants/tenant-logo.ts';
export { setTenantSetting, updateTenant, type TenantUpdate } from './tenants/update-tenant.ts';
export { pathOfNamespaceUri } from './files/file-place.ts';
export { importNamespaceFiles } from './files/import-namespace-files.ts';
export { namespaceZip } from './files/namespace-zip.ts';
export { readZip } from './files/read-zip.ts';
export { writeZip } from './files/write-zip.ts';
export { deleteNamespaceFile } from './files/delete-namespace-file.ts';
export { listFileRevisions, readNamespaceFile, type ListedRevision } from './files/file-revisions.ts';
export { moveNamespaceFile } from './files/move-namespace-file.ts';
export { openNamespaceFiles, type NamespaceFile, type NamespaceFiles } from './files/namespace-files.ts';
export { writeNamespaceFile } from './files/write-namespace-file.ts';
export { readKvText, toKvValue, type TypedValue } from './kv/kv-value.ts';
export {
  deleteKv,
  findKv,
  getKv,
  hasExpired,
  listInheritedKv,
  listKv,
  listKvRevisions,
  searchKv,
  setKv,
  type KvInput,
} from './kv/manage-kv.ts';
export { followLogs } from './logs/follow-logs.ts';
export { deleteLogs, deleteTriggerLogs, listLogs, searchLogs, type LogFilter } from './logs/read-logs.ts';
export { logTextLine } from './logs/text-line.ts';
export {
  aggregateMetrics,
  groupByFor,
  type AggregatedMetric,
  type Aggregation,
  type GroupBy,
} from './metrics/aggregate-metrics.ts';
export {
  listMetricNames,
  listMetrics,
  listTasksWithMetrics,
  metricsOfFlow,
  type MetricsOfExecution,
} from './metrics/read-metrics.ts';
export { namespaceAllows } from './namespaces/allows.ts';
export {
  createKillSwitch,
  deleteKillSwitch,
  listKillSwitches,
  updateKillSwitch,
} from './kill-switches/change-kill-switches.ts';
export type { KillSwitchInput } from './kill-switches/kill-switch-rules.ts';
export { holdsAt, nearestSwitch, switchScope, targetOf, type SwitchTarget } from './kill-switches/nearest-switch.ts';
export { visibleSwitches } from './kill-switches/visible-switches.ts';
export {
  createMcpServer,
  deleteMcpServer,
  findMcpServer,
  getMcpServer,
  listAllMcpServers,
  listMcpServers,
  toggleMcpServer,
  updateMcpServer,
} from './mcp/manage-mcp-servers.ts';
export { callTool, listCallableTools, type Agent, type ToolAnswer } from './mcp/call-tool.ts';
export type { FlowTool } from './mcp/flow-tools.ts';
export { listMcpTools } from './mcp/visible-tools.ts';
export { withAncestors } from './namespaces/ancestors.ts';
export {
  createNamespace,
  deleteNamespace,
  getNamespace,
  inheritedVariables,
  listNamespaces,
  shownNamespace,
  updateNamespace,
  type NamespaceInput,
} from './namespaces/manage-namespaces.ts';
export { namespaceExists } from './namespaces/namespace-exists.ts';
export {
  createPluginDocuments,
  getPlugin,
  type KeptDocument,
  type PluginDocuments,
} from './plugins/plugin-documents.ts';
export {
  listPluginGroups,
  listPluginSubgroups,
  listTriggerPlugins,
  type PluginElement,
  type PluginGroup,
  type TriggerPlugin,
} from './plugins/plugin-groups.ts';
export { iconSvg, type PluginIcon } from './plugins/plugin-icon.ts';
export { openProvisioning, type Provisioning } from './provisioning/provisioning.ts';
export {
  createScimGroup,
  deleteScimGroup,
  getScimGroup,
  listScimGroups,
  patchScimGroup,
  replaceScimGroup,
} from './provisioning/scim-groups.ts';
export { maxScimPage, type ScimPage } from './provisioning/scim-list.ts';
export { scimSchemas } from './provisioning/scim-resources.ts';
export {
  createScimUser,
  deleteScimUser,
  getScimUser,
  listScimUsers,
  patchScimUser,
  replaceScimUser,
} from './provisioning/scim-users.ts';
export {
  createSecurityIntegration,
  deleteSecurityIntegration,
  enableSecurityIntegration,
  getSecurityIntegration,
} from './provisioning/security-integrations.ts';
export {
  deleteSecret,
  findSecret,
  inheritedSecrets,
  patchSecret,
  putSecret,
  readSecret,
  type SecretInput,
} from './secrets/manage-secrets.ts';
export { searchSecrets } from './secrets/search-secrets.ts';
export { tenantAddressCheck, wrongRanges, type AddressCheck, type TenantAddresses } from './outbound/address-rules.ts';
export { guardedAgents, type Agents } from './outbound/guarded-agents.ts';
export { scriptNetworkOf } from './tenants/script-network.ts';
export { createTenantHttp, type TenantHttp } from './outbound/tenant-http.ts';
export { createLogVolume, type LogVolume } from './limits/log-volume.ts';
export { listLimits } from './limits/list-limits.ts';
export { findLimit, limitReached, type LimitDeps, type TenantLimits } from './limits/tenant-limits.ts';
export { createStorageUse } from './files/storage-use.ts';
export { RateLimiter, type Rate } from './limits/rate-limiter.ts';
export { listSecretVersions, restoreSecret } from './secrets/earlier-secrets.ts';
export type { CallAnswer, RepeatableCall } from './repeats/kept-answer.ts';
export { RepeatableCalls, type AnsweredCall } from './repeats/repeatable-calls.ts';
export { meteredStore } from './meters/metered-store.ts';
export type { GaugeName, GaugeReading, MeteredFlow, Meters, TaskOutcome } from './meters/meters.ts';
export { derivedKey } from './secrets/derived-key.ts';
export { openText, sealText } from './secrets/sealed-text.ts';
export { createSecretCache, type SecretCache } from './secrets/secret-cache.ts';
export { invalidSettings, tenantBackends, type BackendKind, type TenantBackends } from './backends/tenant-backends.ts';
export { dropChangedBackends } from './backends/drop-changed-backends.ts';
export { TenantRecords } from './backends/tenant-records.ts';
export { createSweeps, type Sweeps } from './files/sweeps.ts';
export { tenantFiles, type NamespaceStorage } from './files/tenant-files.ts';
export type { InstanceIsolation, ServiceName } from './backends/service-access.ts';
export { environmentSecrets, type EnvironmentSecrets } from './secrets/environment-secrets.ts';
export { createCiphers, type Ciphers, type TenantCipher } from './secrets/tenant-cipher.ts';
export type { FlowRevision, LogEntry, MetricEntry } from '@windhover/ports';
export { createTaskServices, type TaskServiceDeps } from './task-services/create-task-services.ts';
export type { TaskOwner, TaskServicesSource } from './task-services/task-owner.ts';
export { openSettings, openTenant } from './tenants/sealed-settings.ts';
export { servedTenants } from './tenants/served-tenants.ts';
export { beginTrigger, definitionOf, dueDate, recoverSchedule, type RecoverMissed } from './triggers/plan-schedule.ts';
export {
  firedAs,
  startTriggered,
  triggerContext,
  triggerOwner,
  type Started,
  type Triggered,
  type TriggeredDeps,
} from './triggers/start-triggered.ts';
export { loadDates } from './triggers/load-dates.ts';
export type { TriggerDates } from './triggers/trigger-dates.ts';
export { addMask, addMasks, maskText } from './secrets/masks.ts';
export { listEvaluations } from './triggers/list-evaluations.ts';
export { createTriggerHistory, type TriggerHistory } from './triggers/trigger-history.ts';
export { recordEvaluation, type RecordedEvaluation } from './triggers/record-evaluation.ts';
export { callWebhook, type WebhookCall, type WebhookResult } from './triggers/call-webhook.ts';
export { changeTrigger, deleteTrigger, permissionOf, type TriggerChange } from './triggers/change-trigger.ts';
export { searchTriggersOfFlow, searchTriggers, triggersCsv, type TriggerAndState } from './triggers/search-triggers.ts';
export { triggerThing, type TriggerName } from './triggers/trigger-name.ts';
export { isLocked } from './triggers/trigger-lock.ts';
export {
  admitWorker,
  createWorkerToken,
  deleteWorkerToken,
  revokeWorkerToken,
  type NewWorkerToken,
} from './workers/worker-tokens.ts';
export {
  createWorkerGroup,
  deleteWorkerGroup,
  getWorkerGroup,
  listWorkerGroups,
  updateWorkerGroup,
  type WorkerGroupWithTokens,
} from './workers/change-worker-groups.ts';
export {
  maxFrameBytes,
  noRemoteWorkers,
  type ConnectedWorker,
  type GroupWorkload,
  type RemoteWorkers,
  type SocketEnd,
  type WorkerSocket,
} from './workers/remote-workers.ts';
export type { WorkerGroupInput } from './workers/worker-group-rules.ts';
