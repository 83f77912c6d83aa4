import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Conflict, type Store, type TenantScope } from '../index.ts';
import { anMcpServer, aTenant } from './builders.ts';
import { aScope, start, type OpenedStore, type OpenStore } from './opened-store.ts';

const flow = { namespace: 'company', flowId: 'flow' };
const second = { namespace: 'company', flowId: 'second' };

export function mcpContract(open: OpenStore): void {
  describe('MCP servers and tools', () => {
    let opened: OpenedStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    test('a server comes back as it was stored, is changed and deleted', async () => {
      const { mcpServers } = aScope(store);
      const full = anMcpServer({
        id: 'b',
        description: 'für Agenten 🦅',
        instructions: 'Ask before you refund.',
        serverType: 'PUBLIC',
        authType: 'API_TOKEN',
        disabled: true,
      });
      const bare = anMcpServer({ id: 'a' });
      await store.write([mcpServers.insert(full), mcpServers.insert(bare)]);
      expect(await mcpServers.list()).toEqual([bare, full]);
      await expect(store.write([mcpServers.insert(full)])).rejects.toMatchObject({ thing: 'MCP server', id: 'b' });

      const changed = anMcpServer({ id: 'b', updatedAt: start + 1 });
      await store.write([mcpServers.put(changed)]);
      expect(await mcpServers.find('b')).toEqual(changed);

      await store.write([mcpServers.delete('b')]);
      expect(await mcpServers.find('b')).toBeUndefined();
      await expect(store.write([mcpServers.delete('b')])).rejects.toBeInstanceOf(Conflict);
    });

    test('a server that is put for the first time is there', async () => {
      const { mcpServers } = aScope(store);
      const server = anMcpServer();
      await store.write([mcpServers.put(server)]);
      expect(await mcpServers.find(server.id)).toEqual(server);
    });

    test('those of all tenants are listed with whose they are', async () => {
      const [one, other] = [aScope(store), aScope(store)];
      const server = anMcpServer({ id: 'same' });
      await store.write([one, other].map(({ mcpServers }) => mcpServers.insert(server)));
      const owned = (await store.mcpServers.list()).filter(({ key }) => key === one.key || key === other.key);
      expect(owned).toEqual([one.key, other.key].toSorted().map((key) => ({ key, server })));
    });

    test('tools of a server are those of its flows, by name', async () => {
      const { mcpTools } = aScope(store);
      await store.write([
        mcpTools.setOfFlows([
          { ...flow, tools: [tool('b'), tool('elsewhere', 'other')] },
          { ...second, tools: [tool('a')] },
        ]),
      ]);
      expect((await mcpTools.ofServer('server')).map(({ toolName, flowId }) => [toolName, flowId])).toEqual([
        ['a', 'second'],
        ['b', 'flow'],
      ]);
      expect(await mcpTools.find('other', 'elsewhere')).toEqual({ ...flow, ...tool('elsewhere', 'other') });
      expect(await mcpTools.find('server', 'elsewhere')).toBeUndefined();
    });

    test('what a flow offers takes the place of what it offered', async () => {
      const { mcpTools } = aScope(store);
      await store.write([mcpTools.setOfFlows([{ ...flow, tools: [tool('a'), tool('b')] }])]);
      await store.write([mcpTools.setOfFlows([{ ...flow, tools: [tool('b'), tool('c')] }])]);
      expect(await namesOf(mcpTools)).toEqual(['b', 'c']);
      await store.write([mcpTools.setOfFlows([{ ...flow, tools: [] }])]);
      expect(await namesOf(mcpTools)).toEqual([]);
    });

    test('a name that another flow offers on the server is refused, and nothing of the write stays', async () => {
      const { mcpTools } = aScope(store);
      await store.write([mcpTools.setOfFlows([{ ...flow, tools: [tool('a')] }])]);
      await expect(
        store.write([mcpTools.setOfFlows([{ ...second, tools: [tool('b'), tool('a')] }])]),
      ).rejects.toMatchObject({ thing: 'MCP tool', id: 'server/a' });
      expect(await namesOf(mcpTools)).toEqual(['a']);
    });

    test('two flows swap their tools in one write, and cannot both have one', async () => {
      const { mcpTools } = aScope(store);
      const offer = (ofFlow: string[], ofSecond: string[]) =>
        store.write([
          mcpTools.setOfFlows([
            { ...flow, tools: ofFlow.map((name) => tool(name)) },
            { ...second, tools: ofSecond.map((name) => tool(name)) },
          ]),
        ]);
      await offer(['a'], ['b']);
      await offer(['b'], ['a']);
      expect((await mcpTools.find('server', 'a'))?.flowId).toBe('second');
      await expect(offer(['a'], ['a'])).rejects.toMatchObject({ thing: 'MCP tool', id: 'server/a' });
    });

    test('they go with their tenant', async () => {
      const tenant = aTenant();
      const { mcpServers, mcpTools } = store.scope(tenant.key);
      await store.write([
        store.tenants.insert(tenant),
        mcpServers.insert(anMcpServer()),
        mcpTools.setOfFlows([{ ...flow, tools: [tool('a')] }]),
      ]);
      await store.write([store.tenants.remove(tenant.key)]);
      expect([await mcpServers.list(), await namesOf(mcpTools)]).toEqual([[], []]);
    });
  });
}

function tool(toolName: string, serverId = 'server') {
  return { serverId, toolName, triggerId: `trigger-${toolName}` };
}

async function namesOf(mcpTools: TenantScope['mcpTools']): Promise<readonly string[]> {
  return (await mcpTools.ofServer('server')).map(({ toolName }) => toolName);
}
