import type { PageRequest } from '@windhover/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  backupResources,
  historyResources,
  Conflict,
  UnknownRow,
  type Store,
  type TableRow,
  type TenantScope,
} from '../index.ts';
import {
  aFileRevision,
  aKvPair,
  aLink,
  aLogChunk,
  aMetricChunk,
  aNamespace,
  anEndedRow,
  anEvaluation,
  anExecution,
  anIntegration,
  anInvitation,
  anMcpServer,
  aRevision,
  aSecret,
  aTaskRun,
  aDashboard,
  aTemplate,
  aBlock,
  aTriggerState,
  aTriggerWindow,
  labelsOf,
} from './builders.ts';
import { aScope, collect, start, takeShard, type OpenedStore, type OpenStore } from './opened-store.ts';

const firstPage: PageRequest = { page: 1, size: 100, sort: [] };
const trigger = { namespace: 'company', flowId: 'flow', triggerId: 'trigger' };
const anyRow: TableRow = { table: 'namespaces', row: { namespace: 'company', body: '{}' } };

export function backupContract(open: OpenStore): void {
  describe('backup', () => {
    let opened: OpenedStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    test('what one tenant has becomes what another one has, of every kind', async () => {
      const [source, target] = [aScope(store), aScope(store)];
      await fill(store, source);
      const entries = await allOf(source);
      const emptied = await Promise.all(backupResources.map((resource) => source.backup.count(resource)));
      expect(emptied.every((count) => count > 0)).toBe(true);
      const invitation = await source.invitations.find('invitation');
      await store.write([source.invitations.delete('invitation')]); // its id may be there once only

      await store.write(entries.map((entry) => target.backup.insert(entry)));

      expect(await allOf(target)).toEqual(entries);
      expect(await target.flows.listRevisions('company', 'flow')).toEqual(
        await source.flows.listRevisions('company', 'flow'),
      );
      expect(await target.invitations.find('invitation')).toEqual(invitation);
      expect(await target.triggerEvaluations.newest(trigger)).toEqual(anEvaluation(1));
      expect(JSON.stringify(entries)).not.toContain(source.key);
    });

    test('things come in pages, each once and together with what hangs on it', async () => {
      const scope = aScope(store);
      const names = Array.from({ length: 120 }, (_, index) => `flow-${String(index).padStart(3, '0')}`);
      await store.write(
        names.flatMap((id) => [1, 2].map((revision) => scope.flows.append(aRevision({ id, revision })))),
      );

      const pages = await collect(scope.backup.read('FLOW'));

      expect(pages.length).toBeGreaterThan(1);
      for (const page of pages) {
        const revisions = namesIn(page, 'flow_revisions');
        expect(revisions).toEqual(namesIn(page, 'flows').flatMap((name) => [name, name]));
      }
      expect(pages.flatMap((page) => namesIn(page, 'flows'))).toEqual(names);
    });

    test('ended executions become those of another tenant, under numbers of their own', async () => {
      const [source, target] = [aScope(store), aScope(store)];
      const owner = await takeShard(store);
      const { first } = await store.shards.reserveRuns();
      const labels = [{ key: 'a', value: '1' }];
      const ended = anExecution(source.key, { run: first, labels });
      const live = anExecution(source.key, { run: first + 1, state: 'RUNNING', endedAt: null });
      const removed = anExecution(source.key, { run: first + 2 });
      const line = (message: string) => ({ at: start, level: 'INFO', message }) as const;
      const logs = [ended, live, removed].flatMap(({ row }) =>
        ['nul \u0000', 'second'].map((message) => aLogChunk(row, [line(message)])),
      );
      await owner.commit({
        executionsInserted: [ended.row, live.row, removed.row],
        labels: [labelsOf(ended)],
        taskRunsEnded: [anEndedRow(ended.row, aTaskRun(0, { outputs: { value: 'x' } }))],
        logs,
        metrics: [aMetricChunk(ended.row, [{ name: 'rows', type: 'counter', value: 1 }])],
      });
      await store.write([
        source.executions.delete(removed.row.executionId, { logs: false, metrics: true }),
        source.flows.append(aRevision({ namespace: 'company' })),
        source.logs.appendOfTrigger(trigger, [line('of the trigger')]),
      ]);
      const entries = (
        await Promise.all(historyResources.map((resource) => collect(source.backup.read(resource))))
      ).flat(2);
      const runs = (await store.shards.reserveRuns()).first - first;
      const moved = entries.map(({ table, row }) => {
        const run = row['run'];
        return { table, row: typeof run === 'number' && run >= first ? { ...row, run: run + runs } : row };
      });

      await store.write(moved.map((entry) => target.backup.insert(entry)));

      const { executionId } = ended.row;
      expect(await target.executions.find(executionId)).toEqual(ended.execution);
      expect(await target.executions.find(live.row.executionId)).toBeUndefined();
      expect(await target.executions.taskRuns(executionId)).toEqual(await source.executions.taskRuns(executionId));
      expect((await target.logs.ofExecution(executionId)).map(({ message }) => message)).toEqual(
        (await source.logs.ofExecution(executionId)).map(({ message }) => message),
      );
      expect(await target.logs.ofExecution(removed.row.executionId)).toHaveLength(2);
      expect(await target.metrics.ofExecution(executionId)).toEqual(await source.metrics.ofExecution(executionId));
      const labelled = [{ field: 'labels', operation: 'EQUALS', value: { a: '1' } }] as const;
      expect((await target.executions.search(labelled, firstPage, 'all')).total).toBe(1);
      const found = await target.logs.search([], firstPage, 'all');
      expect(found.results.map(({ message }) => message)).toContain('of the trigger');
    });

    test('a row that is there is not written again, and nothing else of the unit is', async () => {
      const scope = aScope(store);
      await store.write([scope.backup.insert(anyRow)]);
      const another = { ...anyRow, row: { ...anyRow.row, namespace: 'another' } };

      const written = store.write([scope.backup.insert(another), scope.backup.insert(anyRow)]);

      await expect(written).rejects.toEqual(new Conflict('namespaces', 'company'));
      expect(await scope.backup.count('NAMESPACE')).toBe(1);
    });

    test.for<[string, TableRow]>([
      ['a table that backups do not hold', { table: 'data_keys', row: { version: 1, wrapped: '' } }],
      ['a column that the table does not have', { ...anyRow, row: { ...anyRow.row, 'tenant_id) values (1) --': '' } }],
      ['the tenant, which is the scope', { ...anyRow, row: { ...anyRow.row, tenant_id: 'other' } }],
      ['a value that no column takes', { ...anyRow, row: { ...anyRow.row, body: {} as never } }],
      ['a number that would be rounded', { ...anyRow, row: { ...anyRow.row, body: 2 ** 60 } }],
    ])('%s is refused', ([, entry]) => {
      expect(() => aScope(store).backup.insert(entry)).toThrow(UnknownRow);
    });
  });
}

/** One thing of each kind, with something that hangs on it. */
async function fill(store: Store, scope: TenantScope): Promise<void> {
  const { access, kv } = scope;
  await store.write([
    scope.namespaces.insert(aNamespace()),
    scope.flows.append(aRevision({ namespace: 'company', document: { labels: { a: '1' } } })),
    scope.flows.append(aRevision({ namespace: 'company', revision: 2, createdBy: 'jane', source: 'nul \u0000, 🦅' })),
    scope.triggerWindows.put(aTriggerWindow()),
    scope.templates.append(aTemplate({ namespace: 'company' })),
    scope.reusableInputs.append(aBlock({ namespace: 'company' })),
    scope.triggers.put(aTriggerState({ nextAt: start + 1 })),
    scope.triggerEvaluations.append(trigger, anEvaluation(1), 9),
    kv.put(aKvPair({ revision: 2, expiresAt: start + 2 })),
    kv.keepEarlier(aKvPair()),
    scope.secrets.insert(aSecret()),
    scope.fileRevisions.insert(aFileRevision()),
    access.insertRole({ id: 'role', name: 'role', isDefault: false, isManaged: false, permissions: {} }),
    access.insertGroup({ id: 'group', name: 'group' }),
    access.putMember({ groupId: 'group', userId: 'user', membership: 'OWNER' }),
    access.insertBinding({ id: 'binding', type: 'GROUP', externalId: 'group', roleId: 'role', namespace: 'company' }),
    access.grantAccess({ userId: 'user', origin: 'GROUP', createdAt: start }),
    scope.integrations.insert(anIntegration({ id: 'integration' })),
    scope.integrations.putLink(aLink({ resourceId: 'user' })),
    scope.invitations.insert(anInvitation({ id: 'invitation' })),
    scope.mcpServers.insert(anMcpServer({ id: 'server' })),
    scope.dashboards.insert(aDashboard()),
    scope.mcpTools.setOfFlows([
      {
        namespace: 'company',
        flowId: 'flow',
        tools: [{ serverId: 'server', toolName: 'tool', triggerId: 'trigger' }],
      },
    ]),
  ]);
}

async function allOf({ backup }: TenantScope): Promise<readonly TableRow[]> {
  const ofResources = await Promise.all(backupResources.map((resource) => collect(backup.read(resource))));
  return ofResources.flat(2);
}

function namesIn(page: readonly TableRow[], table: string): unknown[] {
  return page.filter((entry) => entry.table === table).map(({ row }) => row['flow_id']);
}
