export type { Mail, Mailer } from './mailer.ts';
export type { AccessStore, AllAccess } from './store/access.ts';
export {
  auditDetailId,
  sealedHashPrefix,
  type AllAudit,
  type AuditHead,
  type AuditLink,
  type AuditStore,
  type OwnedAuditEntry,
} from './store/audit.ts';
export {
  backupResources,
  historyResources,
  UnknownRow,
  type BackupResource,
  type BackupRow,
  type BackupStore,
  type HistoryResource,
  type TableRow,
} from './store/backup.ts';
export type { ChartStore } from './store/charts.ts';
export type { DashboardStore } from './store/dashboards.ts';
export type { ExecutionStore } from './store/executions.ts';
export type { FlowRevision, FlowStore } from './store/flows.ts';
export type { IdentityStore } from './store/identity.ts';
export type { IntegrationStore } from './store/integrations.ts';
export type { AllInvitations, InvitationStore, OwnedInvitation } from './store/invitations.ts';
export type { KeptFiles, KeptFilesStore } from './store/kept-files.ts';
export type { InstanceAnswerStore, KeptAnswer, KeptAnswerStore } from './store/kept-answers.ts';
export type { KillSwitchStore } from './store/kill-switches.ts';
export type { AllMcpServers, McpServerStore, McpToolStore, OfferedMcpTools, OwnedMcpServer } from './store/mcp.ts';
export type { LineDeletion, LogDeletion, LogEntry, LogStore } from './store/logs.ts';
export type { MetricEntry, MetricsOfFlow, MetricStore, MetricValue } from './store/metrics.ts';
export { rememberScopes } from './store/remember-scopes.ts';
export {
  endedTaskRunBody,
  executionBody,
  liveTaskRunBody,
  toEndedTaskRun,
  toExecution,
  toLiveTaskRun,
} from './store/row-bodies.ts';
export { noRows } from './store/shards.ts';
export type {
  EndedTaskRunRow,
  EngineCommit,
  EngineRows,
  ExecutionRow,
  InboxKind,
  InboxRow,
  LabelRows,
  LiveTaskRunRow,
  LogChunkRow,
  MetricChunkRow,
  QuotaCountRow,
  ShardMember,
  ShardOwnership,
  ShardStore,
  SlotRow,
  StoredLogLine,
  TakesShare,
  TimerRow,
} from './store/shards.ts';
export type { Store, TenantScope } from './store/store.ts';
export type { ReusableInputsRevision, ReusableInputsStore } from './store/reusable-inputs.ts';
export type { SourceRevision, SourceRevisionStore } from './store/source-revisions.ts';
export type { TemplateRevision, TemplateStore } from './store/templates.ts';
export type { TenantStore } from './store/tenants.ts';
export type { FileRevisionStore } from './store/file-revisions.ts';
export type { KvStore, NamespaceStore, SecretRecordStore } from './store/namespaces.ts';
export type {
  TriggerEvaluationStore,
  TriggerOf,
  TriggerStore,
  MetCondition,
  TriggerWindow,
  TriggerWindowStore,
} from './store/triggers.ts';
export type { WorkerGroupStore } from './store/worker-groups.ts';
export { Conflict, type WriteOp } from './store/write-op.ts';
export { FileNotFound, PathTaken, UnsafePath, type FileInfo, type FileStore, type TenantFiles } from './file-store.ts';
export { shardOf, shardOfTenant } from './shard-of-tenant.ts';
export { safeSegments } from './safe-path.ts';
export type { SecretBackend, SecretName, TenantSecrets } from './secret-backend.ts';
export { topics, type Transport } from './transport.ts';
export { crashAt, executionCrashPoints, neverCrash, type CrashAt, type CrashPoint } from './crash-points.ts';
