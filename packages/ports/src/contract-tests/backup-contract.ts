import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backupResources, Conflict, UnknownRow, type Store, type TableRow, type TenantScope } from '../index.ts';
import {
  aFileRevision,
  aKvPair,
  aLink,
  aNamespace,
  anIntegration,
  anInvitation,
  anMcpServer,
  aRevision,
  aSecret,
  aTemplate,
  aBlock,
  aTriggerState,
  aTriggerWindow,
} from './builders.ts';
import { aScope, collect, start, type OpenedStore, type OpenStore } from './opened-store.ts';

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
