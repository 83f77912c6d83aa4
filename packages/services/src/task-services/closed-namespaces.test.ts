/** What tasks call asks each namespace, also about what they were shown by a call before. */
import type { Namespace, TenantKey } from '@windhover/model';
import { expect, test } from 'vitest';
import { createTaskServices, type TaskServiceDeps } from './create-task-services.ts';

const things = [{ namespace: 'box', id: 'flow', key: 'KEY' }];
const looks: string[] = [];
const lookedAt = async <Found>(thing: string, found: Found): Promise<Found> => {
  looks.push(thing);
  return found;
};
const scope = {
  namespaces: {
    find: (id: string): Promise<Pick<Namespace, 'id' | 'allowedNamespaces'>> =>
      Promise.resolve({ id, allowedNamespaces: ['friend'] }),
  },
  kv: { search: () => Promise.resolve({ results: things }), find: () => lookedAt('pair', undefined) },
  flows: { list: () => Promise.resolve(things), listRevisions: () => lookedAt('revisions', []) },
  executions: {},
};
const services = createTaskServices({
  store: { scope: () => scope },
  clock: { now: () => 0 },
} as unknown as TaskServiceDeps);
const call = (namespace: string, name: string, args: object): Promise<unknown> => {
  const owner = { tenantKey: 'dev' as TenantKey, tenantId: 'dev', namespace, flowId: 'f', mask: () => undefined };
  return services.call(owner, name, { ...args });
};

test.each(['kv.list', 'flows.list'])(
  '%s shows what lies in a closed namespace to those alone whom it names',
  async (name) => {
    expect(await call('team', name, {})).toEqual([]);
    expect(await call('friend.one', name, {})).toMatchObject([{ namespace: 'box' }]);
  },
);

test.each([
  ['kv.purge', { pairs: things }, 'pair'],
  ['flows.purge', { flows: things, keepAmount: 1 }, 'revisions'],
])('%s passes over what lies in a namespace that is closed to the task', async (name, args, thing) => {
  await call('team', name, args);
  expect(looks).not.toContain(thing);
  await call('friend.one', name, args);
  expect(looks).toContain(thing);
});

test('executions of a closed namespace are not counted', async () => {
  const count = call('team', 'executions.count', { places: [{ namespace: 'box' }] });
  await expect(count).rejects.toThrow("Namespace 'box' does not allow 'team' to reach it");
});

test('a call that names a closed namespace is refused', async () => {
  const keys = call('team', 'kv.keys', { namespace: 'box' });
  await expect(keys).rejects.toThrow("Namespace 'box' does not allow 'team' to reach it");
});
