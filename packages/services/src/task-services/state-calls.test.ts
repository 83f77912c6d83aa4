/** States of namespaces and flows that were once kept under one path. */
import type { TenantKey } from '@windhover/model';
import { expect, test } from 'vitest';
import type { TaskServiceDeps } from './create-task-services.ts';
import { stateCalls } from './state-calls.ts';

/** What is stored, and the calls of a flow `b` of the namespace `a` and of one of `a.b` for its whole namespace. */
function aStore(stored: Readonly<Record<string, string>> = {}) {
  const files = new Map(Object.entries(stored));
  const store = {
    find: (path: string) => Promise.resolve(files.has(path) ? { path } : undefined),
    read: async function* (path: string) {
      yield await Promise.resolve(Buffer.from(files.get(path)!));
    },
    put: (path: string, content: Uint8Array) => Promise.resolve(files.set(path, Buffer.from(content).toString())),
    delete: (path: string) => Promise.resolve(files.delete(path)),
  };
  const calls = stateCalls({ files: { open: () => store } } as unknown as TaskServiceDeps);
  const caller =
    (namespace: string, flowId: string, ofNamespace: boolean) =>
    (name: 'get' | 'set' | 'delete', data?: object): Promise<unknown> => {
      const owner = { tenantKey: 'dev' as TenantKey, tenantId: 'dev', namespace, flowId, mask: () => undefined };
      return Promise.resolve(calls[`state.${name}`]!(owner, { name: 'default', ofNamespace, data }));
    };
  return { files, ofFlow: caller('a', 'b', false), ofNamespace: caller('a.b', 'any', true) };
}

test('a namespace and a flow whose names make one path have states of their own', async () => {
  const { ofFlow, ofNamespace } = aStore();

  await ofFlow('set', { by: 'flow' });

  expect(await ofNamespace('get')).toBeUndefined();
  await ofNamespace('set', { by: 'namespace' });
  expect([await ofFlow('get'), await ofNamespace('get')]).toEqual([{ by: 'flow' }, { by: 'namespace' }]);
  expect([await ofFlow('delete'), await ofFlow('delete')]).toEqual([true, false]);
  expect([await ofFlow('get'), await ofNamespace('get')]).toEqual([undefined, { by: 'namespace' }]);
});

test('what was stored when they shared a path is read by both, until each has something of its own', async () => {
  const shared = '/a/b/states/default/state.json';
  const { files, ofFlow, ofNamespace } = aStore({ [shared]: '{"old":1}' });

  await ofFlow('set', { new: 2 });
  expect([await ofFlow('get'), await ofNamespace('get')]).toEqual([{ old: 1, new: 2 }, { old: 1 }]);

  expect([await ofNamespace('delete'), await ofNamespace('delete')]).toEqual([true, false]);
  expect([await ofFlow('get'), await ofNamespace('get')]).toEqual([{ old: 1, new: 2 }, undefined]);
  expect(files.get(shared)).toBe('{"old":1}');
  await ofNamespace('set', { own: 3 });
  expect(await ofNamespace('get')).toEqual({ own: 3 });
});
