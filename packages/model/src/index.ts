export { caselessKey } from './caseless-key.ts';
export type { Branch, PluginCatalog, PluginDescription, PluginKind } from './catalog.ts';
export { permissionsOf, resources, type ResourceName } from './permission-table.ts';
export { superadminResources } from './superadmin-resources.ts';
export {
  AlreadyExists,
  BackupNotRestored,
  BadRequest,
  BulkRefused,
  BrokenInvariant,
  DatabaseOccupied,
  DatabaseRightMissing,
  DatabaseTooOld,
  DatabaseUnavailable,
  DefaultTenantDisabled,
  DoesNotExist,
  EmailNotVerified,
  Forbidden,
  Gone,
  IdempotencyKeyInUse,
  IdempotencyKeyReused,
  IllegalArgument,
  IllegalState,
  InternalError,
  BackendUnavailable,
  SecretsReadOnly,
  ServiceDenied,
  InvalidEntity,
  LimitReached,
  InvalidScim,
  MigrationChanged,
  MissingPermission,
  MigrationRefused,
  MultiTenancyDisabled,
  NotFound,
  NothingToSynchronize,
  PayloadTooLarge,
  ProviderUnavailable,
  RestoreUnfinished,
  SignOnExpired,
  SignOnRefused,
  StorageFull,
  StoreBroken,
  StoreInUse,
  StoreTooNew,
  TenantSuspended,
  TooManyRequests,
  Unauthenticated,
  UnsupportedMediaType,
  UriTooLong,
  WindhoverError,
  invariant,
  type ErrorProblem,
  type InvalidItem,
} from './errors.ts';
export { isUnavailable } from './is-unavailable.ts';
export { fieldKind, type ChartFieldKind, type ChartSource } from './dashboard/chart-fields.ts';
export { toChartQuery, type ChartOverrides } from './dashboard/chart-query.ts';
export { beginOfSpan, chartSpan } from './dashboard/chart-span.ts';
export {
  isGrouped,
  type Chart,
  type ChartColumn,
  type ChartData,
  type ChartFilter,
  type ChartOrder,
  type ChartQuery,
  type ChartRow,
  type ChartSpan,
  type StoredDashboard,
  type TimeWindow,
} from './dashboard/dashboard.ts';
export { dashboardJsonSchema } from './dashboard/dashboard-json-schema.ts';
export {
  dashboardOf,
  defaultWindow,
  parseChart,
  parseDashboard,
  type ParsedDashboard,
} from './dashboard/parse-dashboard.ts';
export { kpiColumn } from './dashboard/read-chart-data.ts';
export {
  correlationLabel,
  labelValue,
  type Attempt,
  type Execution,
  type ExecutionKind,
  type ExecutionTrigger,
  type LoopItem,
  type LoopRun,
  type TaskRun,
} from './execution.ts';
export { stateProblem, type ExecutionAction, type StateProblem } from './execution-actions.ts';
export { executionLink, splitExecutionLinks, type LinkedExecution } from './execution-link.ts';
export {
  isVisibleNamespace,
  isWithinNamespace,
  type FilterOperation,
  type Paged,
  type PageRequest,
  type QueryFilter,
  type Sort,
  type VisibleNamespaces,
} from './filter.ts';
export {
  logLevels,
  type Check,
  type Concurrency,
  type ConcurrencyBehavior,
  type Quota,
  type Flow,
  type Input,
  type InputType,
  type Label,
  type LogLevel,
  type Output,
  type PluginDefault,
  type Retry,
  type RetryBehavior,
  type Sla,
  type TaskChildren,
  type TaskDefinition,
  type TemplateRef,
  type TriggerDefinition,
} from './flow.ts';
export { childLists, findTaskDefinition, taskDefinitions, withChildren } from './flow/task-definitions.ts';
export {
  executionIdPattern,
  flowIdPattern,
  fromBase62,
  inputIdPattern,
  namespacePattern,
  ordOf,
  taskIdPattern,
  taskRunId,
  tenantIdPattern,
  timeOrderedId,
  toBase62,
} from './identifiers.ts';
export type {
  ApiToken,
  AuditEntry,
  Binding,
  BindingHolder,
  ExternalIdentity,
  FailedLogins,
  Group,
  GroupMember,
  Invitation,
  PermissionMap,
  Role,
  ScimLink,
  SecurityIntegration,
  Session,
  TenantAccess,
  User,
} from './identity.ts';
export { hiddenType, isHidden, showHidden, showHiddenInText, type HiddenValue } from './hidden-value.ts';
export {
  scriptNetworks,
  type ConfinedProgram,
  type Confinement,
  type Confinements,
  type Program,
  type ScriptNetwork,
} from './confinement.ts';
export type { HttpClient, HttpFormPart, HttpReply, HttpRequest } from './http.ts';
export { readHttpText } from './http-text.ts';
export type { Json, JsonObject } from './json.ts';
export {
  isValidToken,
  workerFallbacks,
  workerGroupOf,
  workerGroupPattern,
  type WorkerFallback,
  type WorkerGroup,
  type WorkerGroupChoice,
  type WorkerToken,
} from './worker-group.ts';
export { evaluationTypes, killSwitchLabel, type EvaluationType, type KillSwitch } from './kill-switch.ts';
export {
  defaultMcpServerId,
  mcpAuthTypes,
  mcpServerIdPattern,
  mcpServerTypes,
  mcpToolOf,
  mcpToolType,
  type McpAuthType,
  type McpServer,
  type McpServerType,
  type McpTool,
  type McpToolAnnotations,
  type McpToolPlace,
} from './mcp.ts';
export { instanceRouteNames, isReservedTenantId, tenantRouteNames } from './reserved-words.ts';
export {
  beginIn,
  endedAt,
  enter,
  isStateName,
  isTerminal,
  startedAt,
  stateNames,
  type Instant,
  type StateAt,
  type StateHistory,
  type StateName,
} from './states.ts';
export {
  defaultTenantKey,
  instanceKey,
  deniableServices,
  tenancyMode,
  type SuspendedRunning,
  type Suspension,
  type TenancyMode,
  type TenancySettings,
  type Tenant,
  type TenantKey,
  type TenantRef,
  type TenantStatus,
} from './tenant.ts';
export { handOverDefaultKey, readTenantKeys, tenantKeysSetting, type TenantKeys } from './tenant-keys.ts';
export {
  conditionHolds,
  conditionsHold,
  type ConditionFacts,
  type ExecutionFacts,
} from './conditions/condition-holds.ts';
export { isDayCondition } from './conditions/day-conditions.ts';
export { triggerHolds } from './conditions/trigger-holds.ts';
export { membersOfRoots } from './expression-roots.ts';
export { flowJsonSchema, pluginJsonSchema } from './editor/flow-json-schema.ts';
export type { JsonSchema } from './editor/json-schema.ts';
export { approvalType } from './plugins/approval.ts';
export { allTasks } from './flow/check-flow.ts';
export { applyPluginDefaults, type AppliedDefault } from './flow/apply-plugin-defaults.ts';
export {
  flowFromRevision,
  parseFlow,
  type LoadedFlow,
  type LoadOptions,
  type ParsedFlow,
  type ParseOptions,
  type StoredFlow,
} from './flow/parse-flow.ts';
export {
  parseReusableInputs,
  acceptedInputs,
  reusableInputsOf,
  type ParsedReusableInputs,
  type ReusableInputsName,
} from './flow/parse-reusable-inputs.ts';
export { parseTemplate, type ParsedTemplate } from './flow/parse-template.ts';
export { convertInput, type Conversion } from './inputs/convert-input.ts';
export { childrenOf, flattenForms } from './inputs/flatten-forms.ts';
export type { InputServices } from './inputs/input-sources.ts';
export { findNested, nest } from './inputs/nesting.ts';
export { asForm, reusableInputsRef, type ReusableInputsRef } from './inputs/reusable-inputs.ts';
export { argumentsSchema, toolArguments } from './inputs/tool-arguments.ts';
export { outputsSchema } from './inputs/tool-outputs.ts';
export {
  resolveInputs,
  type InputProblem,
  type InputResolution,
  type ResolvedInput,
  type ResolveOptions,
} from './inputs/resolve-inputs.ts';
export { isoDate } from './iso-date.ts';
export { listedDates } from './schedule/listed-dates.ts';
export { parseExactJson } from './exact-json.ts';
export { parseInputIon, parseInputJson } from './inputs/parse-structured.ts';
export { isSystemLabel, mergeLabels, labelProblem, toLabels } from './labels.ts';
export { nearestName } from './nearest-name.ts';
export { canonicalType } from './plugins/aliases.ts';
export { convertProperties } from './plugins/convert-properties.ts';
export { builtInPlugins, createCatalog } from './plugins/create-catalog.ts';
export { pollingProperties } from './plugins/polling.ts';
export { hasTemplates, templateTask, templateType } from './plugins/template-task.ts';
export {
  durationProperty,
  labelsProperty,
  mapProperty,
  outdated,
  patternProperty,
  pluginProperty,
  replaced,
  sizeProperty,
  stateProperty,
  tasksProperty,
  timeZoneProperty,
} from './plugins/property-kinds.ts';
export { signedPayload, webhookSignature, type WebhookSignature } from './plugins/webhook-signature.ts';
export {
  errorsText,
  hasErrors,
  pathText,
  type Path,
  type Problem,
  type ProblemCode,
  type Range,
  type Severity,
} from './problem.ts';
export { nextDate, parseCron, previousDate, type Cron } from './schedule/cron.ts';
export { parseSize } from './size.ts';
export { sourceFromJson } from './source/json-source.ts';
export type { Locate, Within } from './source/locator.ts';
export { readSource, type SourceData } from './source/read-source.ts';
export { setProperty } from './source/set-property.ts';
export { splitDocuments, type SourceDocument } from './source/split-documents.ts';
export { withoutRevision } from './source/without-revision.ts';
export type {
  FileRevision,
  KeptContent,
  KvPair,
  KvType,
  Namespace,
  SealedVersion,
  Secret,
  SecretMeta,
} from './namespace.ts';
export type { Backfill, TriggerEvaluation, TriggerEvaluations, TriggerState } from './trigger-state.ts';
export { textOf } from './text-of.ts';
