/** Flows that an earlier version has saved, saved again by this one. */
import { defaultTenantKey } from '@windhover/model';
import { createFlow, createTenant, resaveFlows, type Deps } from '@windhover/services';
import { expect, test } from 'vitest';
import { startTestServer } from './test-server.ts';
import { testFlow, testTask, withTestTask } from './test-task.ts';

async function depsWithTask(): Promise<Deps> {
  return withTestTask((await startTestServer({ tenancy: 'mixed' })).deps);
}

/** Appends a revision as another version may have understood its source. */
async function saveAsAnother(deps: Deps, id: string, changes: { document?: object; source?: string }): Promise<void> {
  const { flows } = deps.store.scope(defaultTenantKey);
  const newest = (await flows.findLatest('company', id))!;
  await deps.store.write([flows.append({ ...newest, ...(changes as object), revision: newest.revision + 1 })]);
}

test('a flow that is understood in another way now gets a revision, once; the others keep theirs', async () => {
  const deps = await depsWithTask();
  const scope = deps.store.scope(defaultTenantKey);
  const { key } = await createTenant(deps, 'command-line', { id: 'dev', name: 'dev' });
  for (const id of ['same', 'other']) await createFlow(deps, scope, 'command-line', testFlow(id));
  await createFlow(deps, deps.store.scope(key), 'command-line', testFlow('same'));
  await saveAsAnother(deps, 'other', { document: { id: 'other', namespace: 'company', tasks: [] } });

  const resaved = await resaveFlows(deps);
  await resaveFlows(deps);

  expect(resaved).toEqual([
    { namespace: 'company', id: 'other', tenantId: undefined },
    { namespace: 'company', id: 'same', tenantId: undefined },
    { namespace: 'company', id: 'same', tenantId: 'dev' },
  ]);
  expect((await scope.flows.findLatest('company', 'same'))?.revision).toBe(1);
  expect(await scope.flows.findLatest('company', 'other')).toMatchObject({
    revision: 3,
    source: testFlow('other'),
    document: { tasks: [{ id: 'only', type: testTask.type }] },
  });
});

test('a flow that is valid no longer is named, and stays as it is', async () => {
  const deps = await depsWithTask();
  const scope = deps.store.scope(defaultTenantKey);
  await createFlow(deps, scope, 'command-line', testFlow('old'));
  await saveAsAnother(deps, 'old', { source: testFlow('old').replace('Known', 'Gone') });

  const [resaved] = await resaveFlows(deps);

  expect(resaved?.problem).toContain('com.example.Gone');
  expect((await scope.flows.findLatest('company', 'old'))?.revision).toBe(2);
});
