/** Rows and objects with everything filled in, each overridable. */
import {
  beginIn,
  enter,
  type ApiToken,
  type AuditEntry,
  type Execution,
  type FileRevision,
  type Invitation,
  type KillSwitch,
  type KvPair,
  type McpServer,
  type StoredDashboard,
  type Namespace,
  type ScimLink,
  type Secret,
  type SecurityIntegration,
  type Session,
  type StateName,
  type TaskRun,
  type Tenant,
  type TenantKey,
  type TriggerEvaluations,
  type TriggerState,
  type User,
  type WorkerGroup,
  type WorkerToken,
} from '@windhover/model';
import {
  endedTaskRunBody,
  executionBody,
  liveTaskRunBody,
  type EngineRows,
  type ExecutionRow,
  type FlowRevision,
  type LabelRows,
  type LiveTaskRunRow,
  type LogChunkRow,
  type MetricChunkRow,
  type MetricValue,
  type StoredLogLine,
  type ReusableInputsRevision,
  type TemplateRevision,
  type TriggerWindow,
} from '../index.ts';
import { anId, start, unique } from './opened-store.ts';

export function aTenant(overrides: Partial<Tenant> = {}): Tenant {
  const id = overrides.id ?? unique('t');
  return {
    key: id as TenantKey,
    id,
    name: `Tenant ${id}`,
    status: 'ACTIVE',
    settings: {},
    createdAt: start,
    ...overrides,
  };
}

export function aUser(overrides: Partial<User> = {}): User {
  return {
    id: unique('u'),
    type: 'USER',
    username: `${unique('user')}@example.com`,
    superAdmin: false,
    restricted: false,
    createdAt: start,
    ...overrides,
  };
}

export function anIntegration(overrides: Partial<SecurityIntegration> = {}): SecurityIntegration {
  return {
    id: unique('i'),
    name: 'okta',
    type: 'SCIM',
    description: '',
    enabled: true,
    accountId: unique('u'),
    createdAt: start,
    ...overrides,
  };
}

export function anMcpServer(overrides: Partial<McpServer> = {}): McpServer {
  return {
    id: unique('server'),
    serverType: 'PRIVATE',
    disabled: false,
    createdAt: start,
    updatedAt: start,
    ...overrides,
  };
}

export function aDashboard(overrides: Partial<StoredDashboard> = {}): StoredDashboard {
  const { id = 'dashboard', title = 'Dashboard' } = overrides;
  return {
    id,
    title,
    source: `id: ${id}\ntitle: ${title}\n`,
    document: { id, title },
    createdAt: start,
    updatedAt: start,
    ...overrides,
  };
}

export function aLink(overrides: Partial<ScimLink> = {}): ScimLink {
  return {
    integrationId: 'integration',
    kind: 'User',
    resourceId: unique('r'),
    state: 'ACTIVE',
    provisioned: true,
    createdAt: start,
    updatedAt: start,
    ...overrides,
  };
}

export function aSession(overrides: Partial<Session> = {}): Session {
  return {
    hash: unique('s'),
    userId: unique('u'),
    createdAt: start,
    lastSeenAt: start,
    expiresAt: start + 1_000,
    ...overrides,
  };
}

export function aToken(overrides: Partial<ApiToken> = {}): ApiToken {
  return {
    id: unique('t'),
    userId: unique('u'),
    name: 'ci',
    description: '',
    prefix: unique('p'),
    hash: unique('h'),
    createdAt: start,
    extended: false,
    ...overrides,
  };
}

export function aKillSwitch(overrides: Partial<KillSwitch> = {}): KillSwitch {
  return { id: anId(), name: 'switch', evaluationType: 'KILL', startsAt: start, enabled: true, ...overrides };
}

export function aWorkerGroup(overrides: Partial<WorkerGroup> = {}): WorkerGroup {
  return { id: anId(), name: 'group', createdAt: start, updatedAt: start, ...overrides };
}

export function aWorkerToken(groupId: string, overrides: Partial<WorkerToken> = {}): WorkerToken {
  const id = anId();
  return { id, groupId, name: 'token', prefix: id.slice(-6), hash: 'hash', createdAt: start, ...overrides };
}

export function anInvitation(overrides: Partial<Invitation> = {}): Invitation {
  return {
    id: unique('i'),
    hash: unique('h'),
    email: `${unique('e')}@example.com`,
    roles: [{ id: 'role', namespaces: ['company'] }],
    groupIds: ['group'],
    superAdmin: false,
    status: 'PENDING',
    sentAt: start,
    expiresAt: start + 1_000,
    ...overrides,
  };
}

export function anAuditEntry(overrides: Partial<AuditEntry> = {}): AuditEntry {
  return { id: unique('a'), type: 'CREATE', at: start, resource: 'FLOW', detail: {}, ...overrides };
}

export function aRevision(overrides: Partial<FlowRevision> = {}): FlowRevision {
  const { namespace = 'company.team', id = 'flow', revision = 1 } = overrides;
  return {
    namespace,
    id,
    revision,
    source: `id: ${id}\nnamespace: ${namespace}\n# revision ${revision}\n`,
    document: { id, namespace },
    disabled: false,
    deleted: false,
    draft: false,
    createdAt: start + revision,
    ...overrides,
  };
}

export function aTemplate(overrides: Partial<TemplateRevision> = {}): TemplateRevision {
  const { namespace = 'company.team', id = 'template', revision = 1 } = overrides;
  return {
    namespace,
    id,
    revision,
    source: `id: ${id}\nnamespace: ${namespace}\n# revision ${revision}\n`,
    document: { id, namespace },
    deleted: false,
    createdAt: start + revision,
    ...overrides,
  };
}

export function aBlock(overrides: Partial<ReusableInputsRevision> = {}): ReusableInputsRevision {
  const { namespace = 'company.team', id = 'block', revision = 1 } = overrides;
  return {
    namespace,
    id,
    revision,
    source: `id: ${id}\ninputs: []\n# revision ${revision}\n`,
    document: { id, inputs: [] },
    deleted: false,
    createdAt: start + revision,
    ...overrides,
  };
}

export interface ExecutionFacts {
  readonly run: number;
  readonly id?: string;
  readonly namespace?: string;
  readonly flowId?: string;
  readonly state?: StateName;
  readonly createdAt?: number;
  readonly endedAt?: number | null;
  readonly labels?: Execution['labels'];
  readonly row?: Partial<ExecutionRow>;
  readonly body?: Partial<Execution>;
}

/** An execution and its row; ended one second after its start unless told otherwise. */
export function anExecution(
  tenantKey: TenantKey,
  facts: ExecutionFacts,
): { readonly row: ExecutionRow; readonly execution: Execution } {
  const { run, namespace = 'company.team', flowId = 'flow', state = 'SUCCESS', createdAt = start, labels = [] } = facts;
  const id = facts.id ?? anId(createdAt, run);
  const endedAt = facts.endedAt === undefined ? createdAt + 1_000 : facts.endedAt;
  const execution: Execution = {
    id,
    namespace,
    flowId,
    flowRevision: 1,
    state: enter(beginIn('CREATED', createdAt), state, endedAt ?? createdAt),
    labels,
    originalId: id,
    metadata: { attemptNumber: 1, originalCreatedAt: createdAt },
    ...facts.body,
  };
  const row: ExecutionRow = {
    run,
    tenantKey,
    executionId: id,
    namespace,
    flowId,
    revision: 1,
    state,
    createdAt,
    endedAt,
    shard: 0,
    kind: null,
    parentId: null,
    correlationId: null,
    triggerExecutionId: null,
    body: executionBody(execution),
    ...facts.row,
  };
  return { row, execution };
}

export function labelsOf({ row, execution }: { readonly row: ExecutionRow; readonly execution: Execution }): LabelRows {
  return { tenantKey: row.tenantKey, executionId: row.executionId, labels: execution.labels };
}

export function aTaskRun(ord: number, overrides: Partial<TaskRun> = {}): TaskRun {
  return { ord, parentOrd: -1, taskId: `task${ord}`, state: beginIn('RUNNING', start), attempts: [], ...overrides };
}

export function aLiveRow(row: ExecutionRow, taskRun: TaskRun, overrides: Partial<LiveTaskRunRow> = {}): LiveTaskRunRow {
  return {
    run: row.run,
    tenantKey: row.tenantKey,
    ord: taskRun.ord,
    shard: row.shard,
    state: taskRun.state.current,
    attempt: 1,
    workerId: null,
    lease: 0,
    body: liveTaskRunBody(taskRun),
    ...overrides,
  };
}

export function anEndedRow(row: ExecutionRow, taskRun: TaskRun, wasLive = false): EngineRows['taskRunsEnded'][number] {
  return {
    run: row.run,
    tenantKey: row.tenantKey,
    ord: taskRun.ord,
    parentOrd: taskRun.parentOrd,
    taskId: taskRun.taskId,
    value: taskRun.value ?? null,
    iteration: taskRun.iteration ?? null,
    state: taskRun.state.current,
    body: endedTaskRunBody(taskRun),
    outputs: taskRun.outputs === undefined ? null : JSON.stringify(taskRun.outputs),
    wasLive,
  };
}

export function aLogChunk(
  row: ExecutionRow,
  lines: readonly StoredLogLine[],
  overrides: Partial<LogChunkRow> = {},
): LogChunkRow {
  const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'];
  return {
    run: row.run,
    tenantKey: row.tenantKey,
    ord: 0,
    attempt: 1,
    level: Math.max(...lines.map((line) => levels.indexOf(line.level))),
    at: lines[0]?.at ?? start,
    body: JSON.stringify(lines),
    ...overrides,
  };
}

/** Of task run 0, the task `load`, first attempt. */
export function aMetricChunk(
  row: ExecutionRow,
  values: readonly MetricValue[],
  overrides: Partial<MetricChunkRow> = {},
): MetricChunkRow {
  return {
    run: row.run,
    tenantKey: row.tenantKey,
    ord: 0,
    attempt: 1,
    taskId: 'load',
    at: start,
    body: JSON.stringify(values),
    ...overrides,
  };
}

export function aNamespace(overrides: Partial<Namespace> = {}): Namespace {
  return { id: 'company', settings: {}, createdAt: start, updatedAt: start, ...overrides };
}

export function aKvPair(overrides: Partial<KvPair> = {}): KvPair {
  return {
    namespace: 'company',
    key: 'key',
    type: 'STRING',
    value: 'value',
    revision: 1,
    createdAt: start,
    updatedAt: start,
    ...overrides,
  };
}

export function aFileRevision(overrides: Partial<FileRevision> = {}): FileRevision {
  return {
    namespace: 'company',
    path: '/file',
    revision: 1,
    createdAt: start,
    content: { id: 'content', digest: 'digest', sizeBytes: 1 },
    ...overrides,
  };
}

export function aSecret(overrides: Partial<Secret> = {}): Secret {
  return {
    namespace: 'company',
    key: 'key',
    tags: [],
    ciphertext: 'ciphertext',
    createdAt: start,
    updatedAt: start,
    ...overrides,
  };
}

export function aTriggerState(overrides: Partial<TriggerState> = {}): TriggerState {
  return {
    namespace: 'company',
    flowId: 'flow',
    triggerId: 'trigger',
    disabled: false,
    updatedAt: start,
    definition: 'definition',
    ...overrides,
  };
}

/** One evaluation, `at` milliseconds after the start. */
export function anEvaluation(at: number, overrides: Partial<TriggerEvaluations> = {}): TriggerEvaluations {
  const evaluatedAt = start + at;
  return { at: evaluatedAt, firstAt: evaluatedAt, count: 1, outcome: 'SKIPPED', reason: 'Nothing new', ...overrides };
}

export function aTriggerWindow(overrides: Partial<TriggerWindow> = {}): TriggerWindow {
  return {
    namespace: 'company',
    flowId: 'flow',
    windowId: 'window',
    startAt: start,
    endAt: start + 1,
    met: {},
    entered: [],
    settled: [],
    ...overrides,
  };
}
