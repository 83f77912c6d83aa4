/**
 * The store: the only truth. Reads give committed data; writes are values (`WriteOp`) that repositories make and that
 * `write` commits together or not at all. The engine has a door of its own, `shards`.
 */
import type { TenantKey, TenantKeys } from '@windhover/model';
import type { AccessStore, AllAccess } from './access.ts';
import type { AllAudit, AuditStore } from './audit.ts';
import type { BackupStore } from './backup.ts';
import type { ChartStore } from './charts.ts';
import type { DashboardStore } from './dashboards.ts';
import type { ExecutionStore } from './executions.ts';
import type { FileRevisionStore } from './file-revisions.ts';
import type { FlowStore } from './flows.ts';
import type { IdentityStore } from './identity.ts';
import type { IntegrationStore } from './integrations.ts';
import type { AllInvitations, InvitationStore } from './invitations.ts';
import type { KeptFilesStore } from './kept-files.ts';
import type { InstanceAnswerStore, KeptAnswerStore } from './kept-answers.ts';
import type { KillSwitchStore } from './kill-switches.ts';
import type { LogStore } from './logs.ts';
import type { AllMcpServers, McpServerStore, McpToolStore } from './mcp.ts';
import type { MetricStore } from './metrics.ts';
import type { KvStore, NamespaceStore, SecretRecordStore } from './namespaces.ts';
import type { ShardStore } from './shards.ts';
import type { ReusableInputsStore } from './reusable-inputs.ts';
import type { TemplateStore } from './templates.ts';
import type { TenantStore } from './tenants.ts';
import type { TriggerEvaluationStore, TriggerStore, TriggerWindowStore } from './triggers.ts';
import type { WorkerGroupStore } from './worker-groups.ts';
import type { WriteOp } from './write-op.ts';

export interface Store {
  readonly tenants: TenantStore;
  /** As it was when the store was opened: it changes while no server runs. */
  readonly tenantKeys: TenantKeys;
  readonly identity: IdentityStore;
  /** Access data of all tenants, for what is decided above them (who may enter where, synchronisation). */
  readonly access: AllAccess;
  /** Audit logs of all tenants, for superadmins. */
  readonly audit: AllAudit;
  readonly invitations: AllInvitations;
  readonly keptAnswers: InstanceAnswerStore;
  readonly killSwitches: KillSwitchStore;
  readonly workerGroups: WorkerGroupStore;
  /** Of all tenants, for superadmins. */
  readonly mcpServers: AllMcpServers;
  readonly shards: ShardStore;
  /** The only way to a tenant's data. Callers get one by entering the tenant (services), never by naming a key they were sent. */
  scope(key: TenantKey): TenantScope;
  /**
   * Commits all operations in one transaction, durable when the promise resolves.
   * Rejects with `Conflict` when a precondition of one does not hold; nothing is written then.
   */
  write(operations: readonly WriteOp[]): Promise<void>;
  /**
   * Part of a unit that every server on the database must hear of: kept with it until all have looked, also when nobody is
   * left to publish it. Publishing the same message on `topics.instance` afterwards makes it quick, and known to this server.
   */
  announce(message: unknown): WriteOp;
  /** Instance-wide key/value facts (instance id, when access was synchronised …). */
  getSetting(key: string): Promise<string | undefined>;
  setSetting(key: string, value: string): WriteOp;
  /** Sets a setting only if it is absent; `Conflict` otherwise. */
  claimSetting(key: string, value: string): WriteOp;
  /**
   * Other servers that have it open, by what they call themselves: those of which a sign of life is seen within a few
   * seconds. None where a store is one process's own.
   */
  otherServers(): Promise<readonly string[]>;
  /** Ends what was begun, flushes, closes. Idempotent. */
  close(): Promise<void>;
}

/** Everything of one tenant and nothing of another. */
export interface TenantScope {
  readonly key: TenantKey;
  /** Rows by table, those of the audit log too; tables without any are left out. */
  countRows(): Promise<Readonly<Record<string, number>>>;
  readonly flows: FlowStore;
  readonly executions: ExecutionStore;
  readonly logs: LogStore;
  readonly metrics: MetricStore;
  readonly access: AccessStore;
  readonly audit: AuditStore;
  readonly invitations: InvitationStore;
  readonly integrations: IntegrationStore;
  readonly keptAnswers: KeptAnswerStore;
  readonly triggers: TriggerStore;
  readonly triggerEvaluations: TriggerEvaluationStore;
  readonly triggerWindows: TriggerWindowStore;
  readonly namespaces: NamespaceStore;
  readonly kv: KvStore;
  readonly secrets: SecretRecordStore;
  readonly fileRevisions: FileRevisionStore;
  readonly templates: TemplateStore;
  readonly reusableInputs: ReusableInputsStore;
  readonly mcpServers: McpServerStore;
  readonly mcpTools: McpToolStore;
  readonly dashboards: DashboardStore;
  readonly keptFiles: KeptFilesStore;
  readonly charts: ChartStore;
  readonly backup: BackupStore;
}
