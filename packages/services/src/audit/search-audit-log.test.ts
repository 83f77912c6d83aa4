import type { AuditEntry, User } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { expect, test } from 'vitest';
import { toPermissions } from '../access/permissions.ts';
import { auditDiff } from './search-audit-log.ts';

const user: User = { id: 'u', type: 'USER', username: 'ann', superAdmin: false, restricted: false, createdAt: 0 };
const entry = { id: 'entry', resource: 'ROLE', type: 'UPDATE', detail: { id: 'r' }, before: 'a', after: 'b' };
const scope = { audit: { find: () => Promise.resolve(entry as unknown as AuditEntry) } } as unknown as TenantScope;

test('what a change left is shown to those who may see its thing, and is not there for others', async () => {
  const diff = (permission: string) =>
    auditDiff(scope, { user, via: 'basic', permissions: toPermissions([{ permissions: [permission] }]) }, 'entry');

  expect(await diff('ROLE:VIEW')).toEqual({ before: 'a', after: 'b' });
  await expect(diff('GROUP:VIEW')).rejects.toThrow('Not Found: audit entry');
});
