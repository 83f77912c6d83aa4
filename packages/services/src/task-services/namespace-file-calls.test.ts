import { defaultTenantKey, type Namespace } from '@windhover/model';
import { expect, test } from 'vitest';
import type { TaskServiceDeps } from './create-task-services.ts';
import { namespaceFileCalls } from './namespace-file-calls.ts';
import type { TaskOwner } from './task-owner.ts';

test('files with revisions are named in namespaces that allow that of the task, and in no other', async () => {
  const allowed: Readonly<Record<string, readonly string[]>> = { closed: ['elsewhere'], 'open.to.us': ['team'] };
  const files = ['closed', 'open.to.us', 'team', 'silent'].map((namespace) => ({ namespace, path: '/a.txt' }));
  const scope = {
    fileRevisions: { listAll: () => Promise.resolve(files) },
    namespaces: {
      find: (id: string) =>
        Promise.resolve({ allowedNamespaces: allowed[id]?.map((namespace) => namespace) } as unknown as Namespace),
    },
  };
  const calls = namespaceFileCalls({ store: { scope: () => scope } } as unknown as TaskServiceDeps);
  const owner = { tenantKey: defaultTenantKey, namespace: 'team', flowId: 'flow' } as TaskOwner;

  const named = (await calls['namespaceFiles.versioned']!(owner, {})) as readonly { readonly namespace: string }[];

  expect(named.map(({ namespace }) => namespace)).toEqual(['open.to.us', 'team', 'silent']);
});
