import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { correlationLabel, taskRunId, type Invitation, type PageRequest } from '@windhover/model';
import { backupResources, historyResources, type Store, type TenantScope, type WriteOp } from '../index.ts';
import {
  aFileRevision,
  aKvPair,
  aLink,
  aLogChunk,
  aMetricChunk,
  aNamespace,
  anAuditEntry,
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
import { anId, aScope, collect, start, takeShard, type OpenedStore, type OpenStore } from './opened-store.ts';

const page: PageRequest = { page: 1, size: 100, sort: [] };
const executionId = anId();

/**
 * No method of a scope shows or touches another tenant's data, even when both use the same names and ids. The lists of
 * reads and writes must name every method: a new one is not isolated until it stands here.
 */
export function isolationContract(open: OpenStore): void {
  describe('isolation', () => {
    let opened: OpenedStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    test('every method of a scope is covered here', () => {
      const scope = aScope(store);
      const covered = [...Object.keys(reads), ...Object.keys(writes)].toSorted();
      const methods = Object.entries(scope).flatMap(([part, methodsOfPart]) =>
        part === 'key'
          ? []
          : typeof methodsOfPart === 'function'
            ? [part]
            : Object.keys(methodsOfPart as object).map((method) => `${part}.${method}`),
      );
      expect(covered).toEqual(methods.toSorted());
    });

    test.for(Object.keys(reads))('%s sees nothing of another tenant', async (method) => {
      const [full, empty, untouched] = [aScope(store), aScope(store), aScope(store)];
      await fill(store, full);
      expect(await read(method, full)).not.toEqual(await read(method, untouched));
      expect(await read(method, empty)).toEqual(await read(method, untouched));
    });

    test.for(Object.keys(writes))('%s touches nothing of another tenant', async (method) => {
      const [earlier, mine, later] = [aScope(store), aScope(store), aScope(store)];
      for (const scope of [earlier, mine, later]) await fill(store, scope);
      const before = await Promise.all([earlier, later].map(snapshot));

      await store.write([writes[method]!(mine)]);

      expect(await Promise.all([earlier, later].map(snapshot))).toEqual(before);
    });

    test('what each table holds of a tenant is counted', async () => {
      const scope = aScope(store);
      expect(await scope.countRows()).toEqual({});
      await fill(store, scope);
      const some = { audit_log: 1, executions: 1, flows: 1, kv_pairs: 2, secrets: 1, task_runs: 1, tenant_access: 1 };
      expect(await scope.countRows()).toMatchObject(some);
    });

    test('an invitation is neither taken nor withdrawn from another tenant', async () => {
      const [mine, theirs] = [aScope(store), aScope(store)];
      await fill(store, theirs);
      const before = await snapshot(theirs);
      const invitation = invitationOf(theirs.key);

      await Promise.allSettled([
        store.write([mine.invitations.accept({ ...invitation, status: 'ACCEPTED' })]),
        store.write([mine.invitations.delete(invitation.id)]),
      ]);

      expect(await snapshot(theirs)).toEqual(before);
    });

    test('every revision of a flow goes, and those of another tenant stay with their labels', async () => {
      const [mine, theirs] = [aScope(store), aScope(store)];
      await fill(store, mine);
      await fill(store, theirs);
      const before = await snapshot(theirs);

      for (const revision of [1, 2]) await store.write([mine.flows.deleteRevision('company', 'flow', revision)]);

      expect(await mine.flows.count()).toBe(0);
      expect(await snapshot(theirs)).toEqual(before);
    });

    test('an execution goes although one of its id is live in another tenant, whose lines are not kept for it', async () => {
      const [mine, theirs] = [aScope(store), aScope(store)];
      const owner = await takeShard(store);
      for (const [{ key }, endedAt] of [
        [mine, start],
        [theirs, null],
      ] as const) {
        const { row } = anExecution(key, { run: (await store.shards.reserveRuns()).first, id: executionId, endedAt });
        const logs = [aLogChunk(row, [{ at: start, level: 'INFO', message: key }])];
        await owner.commit({ executionsInserted: [row], logs });
      }
      const before = await snapshot(theirs);

      await store.write([mine.executions.delete(executionId, { logs: false, metrics: true })]);

      const kept = await mine.logs.search([], page, 'all');
      expect(kept.results.map(({ message }) => message)).toEqual([mine.key]);
      expect(await snapshot(theirs)).toEqual(before);
    });

    test('lines of executions of the same id are those of each tenant, also when the executions are gone', async () => {
      const scopes = [aScope(store), aScope(store)];
      const owner = await takeShard(store);
      for (const { key } of scopes) {
        const { row } = anExecution(key, { run: (await store.shards.reserveRuns()).first, id: executionId });
        const logs = [aLogChunk(row, [{ at: start, level: 'INFO', message: key }])];
        await owner.commit({ executionsInserted: [row], logs });
      }
      const lines = () =>
        Promise.all(
          scopes.map(async ({ logs }) => (await logs.ofExecution(executionId)).map(({ message }) => message)),
        );
      const own = scopes.map(({ key }) => [key]);
      expect(await lines()).toEqual(own);

      const withoutLogs = { logs: false, metrics: true };
      await store.write(scopes.map(({ executions }) => executions.delete(executionId, withoutLogs)));

      expect(await lines()).toEqual(own);
    });

    test('a label of an execution of another tenant finds none of the same id', async () => {
      const [mine, theirs] = [aScope(store), aScope(store)];
      const owner = await takeShard(store);
      for (const [{ key }, value] of [
        [mine, 'mine'],
        [theirs, 'theirs'],
      ] as const) {
        const labels = [{ key: 'of', value }, ...(value === 'mine' ? [] : [{ key: 'only', value }])];
        const facts = { run: (await store.shards.reserveRuns()).first, id: executionId, labels };
        const made = anExecution(key, { ...facts, row: { correlationId: `chain-${value}` } });
        await owner.commit({ executionsInserted: [made.row], labels: [labelsOf(made)] });
      }
      const found = async (labels: Record<string, string>): Promise<number> => {
        const filters = [
          { field: 'labels', operation: 'EQUALS', value: labels },
          { field: 'namespace', operation: 'EQUALS', value: 'company.team' },
          { field: 'flowId', operation: 'EQUALS', value: 'flow' },
        ] as const;
        return (await mine.executions.search(filters, page, 'all')).total;
      };

      expect([await found({ of: 'mine' }), await found({ of: 'theirs' })]).toEqual([1, 0]);
      expect(await found({ of: 'mine', only: 'theirs' })).toBe(0);
      const ofChain = async (value: string): Promise<number> => found({ [correlationLabel]: value });
      expect([await ofChain('chain-mine'), await ofChain('chain-theirs')]).toEqual([1, 0]);
    });

    test('an execution that began a chain in another tenant finds none of the same id', async () => {
      const [mine, theirs] = [aScope(store), aScope(store)];
      const owner = await takeShard(store);
      for (const [{ key }, row] of [
        [mine, { correlationId: 'chain' }],
        [theirs, {}],
      ] as const) {
        const run = (await store.shards.reserveRuns()).first;
        await owner.commit({ executionsInserted: [anExecution(key, { run, id: executionId, row }).row] });
      }
      const ofChain = [{ field: 'labels', operation: 'EQUALS', value: { [correlationLabel]: executionId } }] as const;

      expect((await mine.executions.search(ofChain, page, 'all')).total).toBe(0);
      expect((await theirs.executions.search(ofChain, page, 'all')).total).toBe(1);
    });
  });
}

const reads: Readonly<Record<string, (scope: TenantScope) => Promise<unknown>>> = {
  countRows: (scope) => scope.countRows(),
  'flows.findLatest': ({ flows }) => flows.findLatest('company', 'flow'),
  'flows.findRevision': ({ flows }) => flows.findRevision('company', 'flow', 1),
  'flows.listRevisions': ({ flows }) => flows.listRevisions('company', 'flow'),
  'flows.list': ({ flows }) => flows.list(),
  'flows.search': ({ flows }) =>
    flows.search([{ field: 'labels', operation: 'EQUALS', value: { a: '1' } }], page, 'all'),
  'flows.listNamespaces': ({ flows }) => flows.listNamespaces(),
  'flows.count': ({ flows }) => flows.count(),
  'executions.find': ({ executions }) => executions.find(executionId),
  'executions.taskRuns': ({ executions }) => executions.taskRuns(executionId),
  'executions.findTaskRun': ({ executions }) => executions.findTaskRun(executionId, 0),
  'executions.countTaskRuns': ({ executions }) => executions.countTaskRuns(executionId),
  'executions.search': ({ executions }) =>
    Promise.all([
      executions.search([], page, 'all'),
      executions.search([{ field: 'q', operation: 'EQUALS', value: 'company' }], page, 'all'),
      executions.search([{ field: 'labels', operation: 'EQUALS', value: { a: '1' } }], page, 'all'),
      executions.search([{ field: 'id', operation: 'EQUALS', value: executionId }], page, ['company']),
    ]),
  'executions.searchIds': ({ executions }) => executions.searchIds([], 'all', 100),
  'executions.latestOf': ({ executions }) => executions.latestOf([{ namespace: 'company', id: 'flow' }]),
  'executions.count': ({ executions }) => executions.count(),
  'logs.ofExecution': ({ logs }) => logs.ofExecution(executionId),
  'logs.search': ({ logs }) =>
    logs.search([{ field: 'executionId', operation: 'EQUALS', value: executionId }], page, 'all'),
  'metrics.ofExecution': ({ metrics }) => metrics.ofExecution(executionId),
  'metrics.ofFlow': ({ metrics }) => metrics.ofFlow('company', 'flow', 10),
  'access.listAccess': ({ access }) => access.listAccess(),
  'access.findAccess': ({ access }) => access.findAccess('user'),
  'access.findRole': ({ access }) => access.findRole('role'),
  'access.findRoles': ({ access }) => access.findRoles(['role']),
  'access.listRoles': ({ access }) => access.listRoles(),
  'access.searchRoles': ({ access }) => access.searchRoles([], page),
  'access.findBinding': ({ access }) => access.findBinding('binding'),
  'access.listBindings': async ({ access }) => [
    await access.listBindings(),
    await access.listBindings({ type: 'USER', externalId: 'user' }),
  ],
  'access.searchBindings': ({ access }) => access.searchBindings([], page),
  'access.findGroup': ({ access }) => access.findGroup('group'),
  'access.findGroups': ({ access }) => access.findGroups(['group']),
  'access.listGroups': ({ access }) => access.listGroups(),
  'access.searchGroups': ({ access }) => access.searchGroups([], page),
  'access.listMembers': async ({ access }) => [
    await access.listMembers({ groupId: 'group' }),
    await access.listMembers({ userId: 'user' }),
  ],
  'triggers.find': ({ triggers }) => triggers.find('company', 'flow', 'trigger'),
  'triggers.list': async ({ triggers }) => [
    await triggers.list(),
    await triggers.list({ namespace: 'company', flowId: 'flow' }),
  ],
  'triggers.search': ({ triggers }) => triggers.search([], page, 'all'),
  'triggerEvaluations.search': ({ triggerEvaluations }) => triggerEvaluations.search(triggerName, page),
  'triggerEvaluations.newest': ({ triggerEvaluations }) => triggerEvaluations.newest(triggerName),
  'triggerWindows.find': ({ triggerWindows }) => triggerWindows.find('company', 'flow', 'window'),
  'namespaces.find': ({ namespaces }) => namespaces.find('company'),
  'namespaces.list': ({ namespaces }) => namespaces.list(),
  'kv.find': ({ kv }) => kv.find('company', 'key'),
  'kv.list': ({ kv }) => kv.list('company'),
  'kv.findEarlier': ({ kv }) => kv.findEarlier('company', 'old', 1),
  'kv.listEarlier': ({ kv }) => kv.listEarlier('company', 'old'),
  'kv.count': ({ kv }) => kv.count(),
  'kv.search': ({ kv }) => kv.search([], page, 'all'),
  'secrets.find': ({ secrets }) => secrets.find('company', 'key'),
  'secrets.list': ({ secrets }) => secrets.list('company'),
  'secrets.count': ({ secrets }) => secrets.count(),
  'secrets.search': ({ secrets }) => secrets.search([], page, 'all'),
  'secrets.listDataKeys': ({ secrets }) => secrets.listDataKeys(),
  'fileRevisions.find': ({ fileRevisions }) => fileRevisions.find('company', '/file', 1),
  'fileRevisions.findNewest': ({ fileRevisions }) => fileRevisions.findNewest('company', '/file'),
  'fileRevisions.list': ({ fileRevisions }) => fileRevisions.list('company', '/file'),
  'fileRevisions.listNewest': ({ fileRevisions }) => fileRevisions.listNewest('company', '/'),
  'fileRevisions.listContentIds': ({ fileRevisions }) => fileRevisions.listContentIds('company'),
  'fileRevisions.listAll': ({ fileRevisions }) => fileRevisions.listAll(),
  'fileRevisions.listDeleted': ({ fileRevisions }) => fileRevisions.listDeleted('company'),
  'templates.findLatest': ({ templates }) => templates.findLatest('company', 'template'),
  'templates.findRevision': ({ templates }) => templates.findRevision('company', 'template', 1),
  'templates.search': ({ templates }) => templates.search([], page, 'all'),
  'templates.listNamespaces': ({ templates }) => templates.listNamespaces(),
  'reusableInputs.findLatest': ({ reusableInputs }) => reusableInputs.findLatest('company', 'block'),
  'reusableInputs.findRevision': ({ reusableInputs }) => reusableInputs.findRevision('company', 'block', 1),
  'reusableInputs.listRevisions': ({ reusableInputs }) => reusableInputs.listRevisions('company', 'block'),
  'reusableInputs.list': ({ reusableInputs }) => reusableInputs.list('company'),
  'reusableInputs.listNamespaces': ({ reusableInputs }) => reusableInputs.listNamespaces(),
  'mcpServers.find': ({ mcpServers }) => mcpServers.find('server'),
  'mcpServers.list': ({ mcpServers }) => mcpServers.list(),
  'mcpTools.find': ({ mcpTools }) => mcpTools.find('server', 'tool'),
  'mcpTools.ofServer': ({ mcpTools }) => mcpTools.ofServer('server'),
  'keptFiles.find': ({ keptFiles }) => keptFiles.find('gone'),
  'keptFiles.listWith': ({ keptFiles }) => keptFiles.listWith('kept'),
  'keptFiles.isReplayed': ({ keptFiles }) => keptFiles.isReplayed('replayed'),
  'dashboards.find': ({ dashboards }) => dashboards.find('dashboard'),
  'dashboards.search': ({ dashboards }) => dashboards.search([], page),
  'charts.read': ({ charts }) =>
    Promise.all(
      chartQuestions.map(([source, field]) =>
        charts.read(
          {
            source,
            columns: [{ name: 'id', title: 'id', field }],
            where: [],
            orderBy: [],
            fromAt: 0,
            untilAt: 9_999_999_999_999,
            span: { sizeMs: 60_000, offsetMs: 0 },
          },
          page,
          'all',
        ),
      ),
    ),
  'invitations.find': ({ key, invitations }) => invitations.find(invitationOf(key).id),
  'invitations.listByEmail': ({ invitations }) => invitations.listByEmail('jane@example.com'),
  'invitations.search': ({ invitations }) => invitations.search([], page),
  'integrations.find': ({ integrations }) => integrations.find('integration'),
  'integrations.list': ({ integrations }) => integrations.list(),
  'integrations.findLink': ({ integrations }) => integrations.findLink('integration', 'User', 'user'),
  'integrations.listLinks': async ({ integrations }) => [
    await integrations.listLinks('integration', 'User'),
    await integrations.listLinks('integration', 'Group'),
  ],
  'keptAnswers.find': ({ keptAnswers }) => keptAnswers.find('answer'),
  'backup.read': async ({ backup }) =>
    Promise.all(
      [...backupResources, ...historyResources].map(async (resource) => [
        resource,
        (await collect(backup.read(resource))).flat().map(({ table, row }) => ({ table, row: { ...row, run: 0 } })),
      ]),
    ),
  'backup.count': ({ backup }) => Promise.all(backupResources.map((resource) => backup.count(resource))),
  'audit.search': ({ audit }) => audit.search([], page),
  'audit.find': ({ audit }) => audit.find('entry'),
  'audit.history': ({ audit }) => audit.history('thing', 10),
  'audit.chain': ({ audit }) => audit.chain(0, 10),
  'audit.head': ({ audit }) => audit.head(),
};

const chartQuestions = [
  ['Executions', 'ID'],
  ['Logs', 'MESSAGE'],
  ['Metrics', 'NAME'],
  ['Triggers', 'ID'],
  ['Flows', 'ID'],
] as const;
const aLine = { at: start, level: 'INFO', message: 'line' } as const;
const triggerName = { namespace: 'company', flowId: 'flow', triggerId: 'trigger' };
const role = { id: 'role', name: 'role', isDefault: false, isManaged: false, permissions: {} };

const writes: Readonly<Record<string, (scope: TenantScope) => WriteOp>> = {
  'flows.append': ({ flows }) => flows.append(aRevision({ namespace: 'company', revision: 3 })),
  'flows.deleteRevision': ({ flows }) => flows.deleteRevision('company', 'flow', 1),
  'executions.delete': ({ executions }) => executions.delete(executionId, { logs: true, metrics: true }),
  'logs.deleteOfExecution': ({ logs }) => logs.deleteOfExecution(executionId, { taskRunId: taskRunId(executionId, 0) }),
  'logs.appendOfTrigger': ({ logs }) => logs.appendOfTrigger(triggerName, [aLine]),
  'logs.deleteOfTrigger': ({ logs }) => logs.deleteOfTrigger(triggerName),
  'access.grantAccess': ({ access }) => access.grantAccess({ userId: 'user', origin: 'DIRECT', createdAt: start + 9 }),
  'access.revokeAccess': ({ access }) => access.revokeAccess('user'),
  'access.insertRole': ({ access }) => access.insertRole({ ...role, id: 'another' }),
  'access.putRole': ({ access }) => access.putRole({ ...role, name: 'changed' }),
  'access.deleteRole': ({ access }) => access.deleteRole('role'),
  'access.insertBinding': ({ access }) =>
    access.insertBinding({ id: 'another', type: 'USER', externalId: 'user', roleId: 'role' }),
  'access.deleteBinding': ({ access }) => access.deleteBinding('binding'),
  'access.insertGroup': ({ access }) => access.insertGroup({ id: 'another', name: 'another' }),
  'access.updateGroup': ({ access }) => access.updateGroup({ id: 'group', name: 'changed' }),
  'access.deleteGroup': ({ access }) => access.deleteGroup('group'),
  'access.putMember': ({ access }) => access.putMember({ groupId: 'group', userId: 'user', membership: 'OWNER' }),
  'access.deleteMember': ({ access }) => access.deleteMember('group', 'user'),
  'triggers.put': ({ triggers }) => triggers.put(aTriggerState({ disabled: true })),
  'triggers.replace': ({ triggers }) => triggers.replace(aTriggerState({ disabled: true }), start),
  'triggers.delete': ({ triggers }) => triggers.delete('company', 'flow', 'trigger'),
  'triggers.deleteOfFlow': ({ triggers }) => triggers.deleteOfFlow('company', 'flow'),
  'triggerEvaluations.append': ({ triggerEvaluations }) => triggerEvaluations.append(triggerName, anEvaluation(2), 1),
  'triggerEvaluations.replaceNewest': ({ triggerEvaluations }) =>
    triggerEvaluations.replaceNewest(triggerName, anEvaluation(2)),
  'triggerEvaluations.add': ({ triggerEvaluations }) =>
    triggerEvaluations.add(triggerName, [anEvaluation(2)], { onto: undefined, kept: 1 }),
  'triggerEvaluations.keepOnly': ({ triggerEvaluations }) => triggerEvaluations.keepOnly(triggerName, []),
  'triggerWindows.put': ({ triggerWindows }) => triggerWindows.put(aTriggerWindow({ entered: [9] })),
  'triggerWindows.delete': ({ triggerWindows }) => triggerWindows.delete('company', 'flow', 'window'),
  'namespaces.insert': ({ namespaces }) => namespaces.insert(aNamespace({ id: 'another' })),
  'namespaces.update': ({ namespaces }) => namespaces.update(aNamespace({ description: 'changed' })),
  'namespaces.delete': ({ namespaces }) => namespaces.delete('company'),
  'kv.put': ({ kv }) => kv.put(aKvPair({ value: 'changed' })),
  'kv.insert': ({ kv }) => kv.insert(aKvPair({ key: 'another' })),
  'kv.delete': ({ kv }) => kv.delete('company', 'old'),
  'kv.keepEarlier': ({ kv }) => kv.keepEarlier(aKvPair({ key: 'old', revision: 2 })),
  'kv.deleteEarlier': ({ kv }) => kv.deleteEarlier('company', 'old', 1),
  'kv.deleteEarlierUpTo': ({ kv }) => kv.deleteEarlierUpTo('company', 'old', 9),
  'secrets.insert': ({ secrets }) => secrets.insert(aSecret({ key: 'another' })),
  'secrets.replace': ({ secrets }) => secrets.replace(aSecret({ ciphertext: 'changed' }), aSecret()),
  'secrets.delete': ({ secrets }) => secrets.delete('company', 'key'),
  'secrets.insertDataKey': ({ secrets }) => secrets.insertDataKey(2, 'another'),
  'secrets.rewrapDataKey': ({ secrets }) => secrets.rewrapDataKey(1, 'changed'),
  'fileRevisions.insert': ({ fileRevisions }) => fileRevisions.insert(aFileRevision({ revision: 2 })),
  'fileRevisions.move': ({ fileRevisions }) => fileRevisions.move('company', '/file', '/gone', 1),
  'fileRevisions.delete': ({ fileRevisions }) => fileRevisions.delete('company', '/file', 1),
  'templates.append': ({ templates }) => templates.append(aTemplate({ namespace: 'company', revision: 2 })),
  'reusableInputs.append': ({ reusableInputs }) => reusableInputs.append(aBlock({ namespace: 'company', revision: 2 })),
  'mcpServers.insert': ({ mcpServers }) => mcpServers.insert(anMcpServer({ id: 'another' })),
  'mcpServers.put': ({ mcpServers }) => mcpServers.put(anMcpServer({ id: 'server', disabled: true })),
  'mcpServers.delete': ({ mcpServers }) => mcpServers.delete('server'),
  'mcpTools.setOfFlows': ({ mcpTools }) => mcpTools.setOfFlows([{ namespace: 'company', flowId: 'flow', tools: [] }]),
  'keptFiles.keep': ({ keptFiles }) => keptFiles.keep({ executionId: 'other', parentId: 'gone', stays: false }),
  'keptFiles.forget': ({ keptFiles }) => keptFiles.forget('gone'),
  'dashboards.insert': ({ dashboards }) => dashboards.insert(aDashboard({ id: 'another' })),
  'dashboards.replace': ({ dashboards }) => dashboards.replace(aDashboard({ title: 'changed' }), start),
  'dashboards.delete': ({ dashboards }) => dashboards.delete('dashboard'),
  'invitations.insert': ({ invitations }) => invitations.insert(anInvitation({ email: 'john@example.com' })),
  'invitations.accept': ({ key, invitations }) => invitations.accept({ ...invitationOf(key), status: 'ACCEPTED' }),
  'invitations.delete': ({ key, invitations }) => invitations.delete(invitationOf(key).id),
  'integrations.insert': ({ integrations }) => integrations.insert(anIntegration({ id: 'another' })),
  'integrations.update': ({ integrations }) =>
    integrations.update(anIntegration({ id: 'integration', name: 'changed' })),
  'integrations.delete': ({ integrations }) => integrations.delete('integration'),
  'integrations.putLink': ({ integrations }) => integrations.putLink(aLink({ resourceId: 'user', state: 'REMOVED' })),
  'keptAnswers.keep': ({ keptAnswers }) =>
    keptAnswers.keep({ name: 'answer', keptAt: start + 1, body: 'changed' }, start + 1),
  'backup.insert': ({ backup }) =>
    backup.insert({ table: 'namespaces', row: { namespace: 'another', body: JSON.stringify(aNamespace()) } }),
  'audit.append': ({ audit }) => audit.append(anAuditEntry({ id: 'another' })),
  'audit.purgeBefore': ({ audit }) => audit.purgeBefore(start + 1_000),
};

/** Two tenants filled by this hold the same names, ids included. */
async function fill(store: Store, scope: TenantScope): Promise<void> {
  const { flows, access, audit, invitations, integrations, triggers, triggerEvaluations, triggerWindows } = scope;
  const { namespaces, kv, secrets, fileRevisions, templates, reusableInputs } = scope;
  const labels = { document: { labels: { a: '1' } } };
  await store.write([
    flows.append(aRevision({ namespace: 'company', ...labels })),
    flows.append(aRevision({ namespace: 'company', revision: 2, ...labels })),
    access.grantAccess({ userId: 'user', origin: 'GROUP', createdAt: start }),
    access.insertRole(role),
    access.insertBinding({ id: 'binding', type: 'USER', externalId: 'user', roleId: 'role' }),
    access.insertBinding({ id: 'group-binding', type: 'GROUP', externalId: 'group', roleId: 'role' }),
    access.insertGroup({ id: 'group', name: 'group' }),
    access.putMember({ groupId: 'group', userId: 'user', membership: 'MEMBER' }),
    audit.append(anAuditEntry({ id: 'entry', detail: { id: 'thing' } })),
    invitations.insert(invitationOf(scope.key)),
    invitations.insert(anInvitation({ id: `expired-${scope.key}`, email: 'john@example.com', expiresAt: start - 1 })),
    scope.keptAnswers.keep({ name: 'answer', keptAt: start, body: 'sealed' }, start),
    integrations.insert(anIntegration({ id: 'integration' })),
    integrations.putLink(aLink({ resourceId: 'user' })),
    integrations.putLink(aLink({ kind: 'Group', resourceId: 'group' })),
    triggers.put(aTriggerState()),
    scope.logs.appendOfTrigger(triggerName, [aLine]),
    triggerEvaluations.append(triggerName, anEvaluation(1), 9),
    triggerWindows.put(aTriggerWindow()),
    namespaces.insert(aNamespace()),
    kv.put(aKvPair()),
    kv.put(aKvPair({ key: 'old', revision: 2 })),
    kv.keepEarlier(aKvPair({ key: 'old' })),
    secrets.insert(aSecret()),
    secrets.insertDataKey(1, 'wrapped'),
    fileRevisions.insert(aFileRevision()),
    fileRevisions.insert({ namespace: 'company', path: '/gone', revision: 1, createdAt: start }),
    templates.append(aTemplate({ namespace: 'company' })),
    reusableInputs.append(aBlock({ namespace: 'company' })),
    scope.mcpServers.insert(anMcpServer({ id: 'server' })),
    scope.dashboards.insert(aDashboard()),
    scope.keptFiles.keep({ executionId: 'gone', parentId: 'replayed', keptWith: 'kept', stays: false }),
    scope.mcpTools.setOfFlows([
      {
        namespace: 'company',
        flowId: 'flow',
        tools: [{ serverId: 'server', toolName: 'tool', triggerId: 'trigger' }],
      },
    ]),
  ]);
  const owner = await takeShard(store);
  const run = (await store.shards.reserveRuns()).first;
  const made = anExecution(scope.key, {
    run,
    id: executionId,
    namespace: 'company',
    labels: [{ key: 'a', value: '1' }],
    row: { parentId: 'replayed' },
  });
  await owner.commit({
    executionsInserted: [made.row],
    labels: [labelsOf(made)],
    taskRunsEnded: [anEndedRow(made.row, aTaskRun(0))],
    logs: [aLogChunk(made.row, [aLine])],
    metrics: [aMetricChunk(made.row, [{ name: 'rows', type: 'counter', value: 1 }])],
  });
}

function read(method: string, scope: TenantScope): Promise<unknown> {
  return reads[method]!(scope);
}

async function snapshot(scope: TenantScope): Promise<unknown> {
  return Promise.all(Object.keys(reads).map(async (method) => [method, await read(method, scope)]));
}

/** Ids of invitations are known without their tenant, so they differ; what they are for does not. */
function invitationOf(key: TenantScope['key']): Invitation {
  return anInvitation({ id: `invitation-${key}`, email: 'jane@example.com' });
}
