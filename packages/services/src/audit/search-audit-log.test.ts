import { readTenantKeys, type AuditEntry, type User } from '@windhover/model';
import type { Store, TenantScope } from '@windhover/ports';
import { expect, test } from 'vitest';
import { toPermissions } from '../access/permissions.ts';
import { auditDiff, auditHistory } from './search-audit-log.ts';

const user: User = { id: 'u', type: 'USER', username: 'ann', superAdmin: false, restricted: false, createdAt: 0 };
const entry = { id: 'entry', resource: 'ROLE', type: 'UPDATE', detail: { id: 'r' }, before: 'a', after: 'b' };
const audit = { find: () => Promise.resolve(entry as unknown as AuditEntry), history: () => Promise.resolve([entry]) };
const scope = { key: 'dev', audit } as unknown as TenantScope;

test('what a change left is shown to those who may see its thing, and is not there for others', async () => {
  const diff = (permission: string) =>
    auditDiff(scope, { user, via: 'basic', permissions: toPermissions([{ permissions: [permission] }]) }, 'entry');

  expect(await diff('ROLE:VIEW')).toEqual({ before: 'a', after: 'b' });
  await expect(diff('GROUP:VIEW')).rejects.toThrow('Not Found: audit entry');
});

test('what was done to a thing is told to those who may see it alone', async () => {
  const historyFor = async (permission: string) => {
    const actor = { user, via: 'basic', permissions: toPermissions([{ permissions: [permission] }]) } as const;
    return (await auditHistory({ store: { tenantKeys: readTenantKeys(undefined) } as Store }, scope, actor, 'r'))
      .length;
  };

  expect([await historyFor('ROLE:VIEW'), await historyFor('GROUP:VIEW')]).toEqual([1, 0]);
});
