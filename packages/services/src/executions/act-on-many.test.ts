import { isVisibleNamespace, type User, type VisibleNamespaces } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { expect, test } from 'vitest';
import { toPermissions } from '../access/permissions.ts';
import { actByQuery } from './act-on-many.ts';

const user: User = { id: 'u', type: 'USER', username: 'ann', superAdmin: false, restricted: false, createdAt: 0 };

test('what may not be acted on takes no place among those that a query acts on', async () => {
  const rows = [
    { id: 'hidden', namespace: 'hidden' },
    { id: 'shown', namespace: 'company' },
  ];
  const searchIds = (_filters: unknown, visible: VisibleNamespaces, limit: number) =>
    Promise.resolve(
      rows
        .filter(({ namespace }) => isVisibleNamespace(namespace, visible))
        .map(({ id }) => id)
        .slice(0, limit),
    );
  const scope = { executions: { searchIds } } as unknown as TenantScope;
  const permissions = toPermissions([{ permissions: ['EXECUTION:KILL'], namespace: 'company' }]);
  const acted: string[] = [];

  const count = await actByQuery(
    { clock: { now: () => 0, monotonic: () => 0 } },
    scope,
    { user, via: 'basic', permissions },
    [],
    { permission: 'EXECUTION:KILL' },
    (id) => Promise.resolve(acted.push(id)),
  );

  expect([count, acted]).toEqual([1, ['shown']]);
});
