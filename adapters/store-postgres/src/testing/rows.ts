/** What tests commit: one execution with everything beside it, in the smallest form. */
import { timeOrderedId, type TenantKey } from '@windhover/model';
import { noRows, type EngineRows, type ExecutionRow, type Store } from '@windhover/ports';

export function anExecution(tenantKey: TenantKey, run: number, facts: Partial<ExecutionRow> = {}): ExecutionRow {
  const createdAt = Date.UTC(2025, 0, 31) + run;
  return {
    run,
    tenantKey,
    executionId: timeOrderedId(createdAt, crypto.getRandomValues(new Uint8Array(10))),
    namespace: 'company',
    flowId: 'flow',
    revision: 1,
    state: 'RUNNING',
    createdAt,
    endedAt: null,
    shard: 0,
    kind: null,
    parentId: null,
    correlationId: null,
    triggerExecutionId: null,
    body: '{"state":{"current":"RUNNING","histories":[]},"labels":[]}',
    ...facts,
  };
}

/** A row of every kind. */
export function rowsOfEveryKind(tenantKey: TenantKey, run: number): EngineRows {
  const row = anExecution(tenantKey, run);
  const { executionId } = row;
  return {
    ...noRows,
    executionsInserted: [row],
    labels: [{ tenantKey, executionId, labels: [{ key: 'team', value: 'data' }] }],
    taskRunsLive: [
      { run, tenantKey, ord: 0, shard: 0, state: 'RUNNING', attempt: 1, workerId: null, lease: 0, body: '{}' },
    ],
    taskRunsEnded: [
      {
        run,
        tenantKey,
        ord: 1,
        parentOrd: -1,
        taskId: 'task',
        value: null,
        iteration: null,
        state: 'SUCCESS',
        body: '{}',
        outputs: null,
        wasLive: false,
      },
    ],
    logs: [{ run, tenantKey, ord: 0, attempt: 1, level: 2, at: row.createdAt, body: '[]' }],
    metrics: [{ run, tenantKey, ord: 0, attempt: 1, taskId: 'log', at: row.createdAt, body: '[]' }],
    timersSet: [{ shard: 0, dueAt: 1, tenantKey, run, key: 'timer' }],
    inboxAdded: [{ shard: 0, kind: 'news', tenantKey, executionId, event: '{}' }],
    slotsTaken: [{ tenantKey, scope: 'flow', executionId, lentBy: null }],
    quotaCounts: [{ shard: 0, tenantKey, quota: 'flow/PT1H', endsAt: 1, count: 1 }],
    ticks: [{ tenantKey, triggerKey: 'trigger', tickAt: 1, executionId }],
    idempotency: [{ tenantKey, key: 'key', executionId, createdAt: 1 }],
  };
}

/** A row in each table that belongs to tenants. */
export async function fillTenant(store: Store, tenantKey: TenantKey, run: number): Promise<void> {
  const scope = store.scope(tenantKey);
  const at = 1;
  await store.write([
    store.tenants.insert({
      key: tenantKey,
      id: tenantKey,
      name: tenantKey,
      status: 'ACTIVE',
      settings: {},
      createdAt: at,
    }),
    scope.flows.append({
      namespace: 'company',
      id: 'flow',
      revision: 1,
      source: `of ${tenantKey}`,
      document: { labels: { a: '1' } },
      disabled: false,
      deleted: false,
      draft: false,
      createdAt: at,
    }),
    scope.access.grantAccess({ userId: 'user', origin: 'DIRECT', createdAt: at }),
    scope.access.insertRole({ id: 'role', name: 'role', isDefault: false, isManaged: false, permissions: {} }),
    scope.access.insertBinding({ id: 'binding', type: 'USER', externalId: 'user', roleId: 'role' }),
    scope.access.insertGroup({ id: 'group', name: 'group' }),
    scope.access.putMember({ groupId: 'group', userId: 'user', membership: 'MEMBER' }),
    scope.audit.append({ id: `${tenantKey}1`, type: 'CREATE', at, resource: 'FLOW', detail: {} }),
    scope.triggers.put({
      namespace: 'company',
      flowId: 'flow',
      triggerId: 'trigger',
      disabled: false,
      updatedAt: at,
      definition: '',
    }),
    scope.triggerEvaluations.append(
      { namespace: 'company', flowId: 'flow', triggerId: 'trigger' },
      { at, firstAt: at, count: 1, outcome: 'SKIPPED', reason: 'none' },
      1,
    ),
    scope.triggerWindows.put({
      namespace: 'company',
      flowId: 'flow',
      windowId: 'window',
      startAt: at,
      endAt: at,
      entered: [],
      settled: [],
      met: {},
    }),
    scope.namespaces.insert({ id: 'company', settings: {}, createdAt: at, updatedAt: at }),
    scope.kv.put({
      namespace: 'company',
      key: 'key',
      type: 'STRING',
      value: tenantKey,
      revision: 1,
      createdAt: at,
      updatedAt: at,
    }),
    scope.secrets.insert({
      namespace: 'company',
      key: 'key',
      tags: [],
      ciphertext: tenantKey,
      createdAt: at,
      updatedAt: at,
    }),
    scope.secrets.insertDataKey(1, tenantKey),
  ]);
  const owned = (await store.shards.take([0], 'test'))[0]!;
  const gone = anExecution(tenantKey, run + 1, { state: 'SUCCESS', endedAt: 1 });
  await store.shards.commit({ owned: [owned], rows: rowsOfEveryKind(tenantKey, run) });
  await store.shards.commit({
    owned: [{ ...owned, seq: owned.seq + 1 }],
    rows: {
      ...noRows,
      executionsInserted: [gone],
      logs: [{ run: gone.run, tenantKey, ord: 0, attempt: 1, level: 2, at: 1, body: '[]' }],
    },
  });
  await store.write([scope.executions.delete(gone.executionId, { logs: false, metrics: true })]);
}
