/** That the check finds what it looks for: on a store that shows one tenant what another one holds. */
import { beginIn, type Execution, type PluginDescription, type TenantKey } from '@windhover/model';
import type { Deps } from '@windhover/services';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defaultServerSettings } from '../server-settings.ts';
import { startTestServer } from '../test-server.ts';
import { verifyIsolation } from './verify-isolation.ts';

const log: PluginDescription = {
  type: 'io.kestra.plugin.core.log.Log',
  aliases: [],
  kind: 'runnable',
  title: 'Log',
  description: 'Writes a line',
  properties: z.object({ message: z.string() }),
};

const webhook: PluginDescription = {
  ...log,
  type: 'io.kestra.plugin.core.trigger.Webhook',
  kind: 'trigger',
  properties: z.object({ key: z.string() }),
};

/** Executions are only named here, not run. */
function withHost(deps: Deps): Deps {
  const host: Deps['host'] = {
    ...deps.host,
    create: async ({ executionId: id, flow, labels }): Promise<Execution> => ({
      id,
      namespace: flow.namespace,
      flowId: flow.id,
      flowRevision: flow.revision,
      state: beginIn('CREATED', deps.clock.now()),
      labels,
      originalId: id,
      metadata: { attemptNumber: 1, originalCreatedAt: deps.clock.now() },
    }),
    send: async () => undefined,
    waitForEnd: async () => undefined,
  };
  return {
    ...deps,
    host,
    catalog: { find: (type) => (type === webhook.type ? webhook : log), list: () => [log, webhook], defaults: [] },
  };
}

/** Every tenant sees the key/value pairs of the first one that wrote some. */
function leaking({ store, ...deps }: Deps): Deps {
  const scope = (key: TenantKey) => {
    const run = /^verify-other\d*-(\w+)$/.exec(key)?.[1];
    const own = store.scope(key);
    return run === undefined ? own : { ...own, kv: store.scope(`verify-owner-${run}` as TenantKey).kv };
  };
  return { ...deps, store: { ...store, scope } };
}

test('a leak is found where it is, and nowhere else', async () => {
  const { deps } = await startTestServer({ tenancy: 'explicit' });

  const results = await verifyIsolation(leaking(withHost(deps)), defaultServerSettings);

  const leaks = results.filter(({ leak }) => leak !== undefined);
  expect(leaks.map(({ operationId }) => operationId)).toEqual(
    expect.arrayContaining(['getKeyValue', 'deleteKeyValue']),
  );
  expect(leaks.every(({ path }) => path.includes('kv'))).toBe(true);
  expect(leaks.find(({ operationId }) => operationId === 'getKeyValue')?.leak).toContain(
    'shows what the other tenant holds',
  );
  expect(await deps.store.tenants.list()).toEqual([]);
}, 120_000);
