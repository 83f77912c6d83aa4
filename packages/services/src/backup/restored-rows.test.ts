import type { TableRow } from '@windhover/ports';
import { expect, test } from 'vitest';
import { perTenantRoleIds } from '../access/per-tenant-roles.ts';
import { restoredRow } from './restored-rows.ts';

const rules = { roleIds: perTenantRoleIds('dev', undefined), isKnownUser: (id: string) => id === 'here' };

function aBinding(row: TableRow['row'] = {}): TableRow {
  return {
    table: 'bindings',
    row: { type: 'USER', external_id: 'here', role_id: 'admin_dev', namespace: null, ...row },
  };
}

test('roles that every tenant has are those of the new one, in bindings and where they are defined', () => {
  const body = JSON.stringify({ id: 'scim_provisioner_dev', name: 'Provisioner' });
  const role = { table: 'roles', row: { role_id: 'scim_provisioner_dev', name: 'Provisioner', body } };

  expect(restoredRow(aBinding(), rules)?.row['role_id']).toBe('admin_main');
  const restored = restoredRow(role, rules)!.row;
  expect(restored['role_id']).toBe('scim_provisioner_main');
  expect(JSON.parse(String(restored['body']))).toEqual({ id: 'scim_provisioner_main', name: 'Provisioner' });
});

test('roles of its own a tenant keeps', () => {
  const binding = aBinding({ role_id: 'own' });

  expect(restoredRow(binding, rules)).toEqual(binding);
});

test.each<[string, TableRow]>([
  ['a binding', aBinding({ external_id: 'gone' })],
  ['a membership', { table: 'group_members', row: { group_id: 'group', user_id: 'gone' } }],
  ['access', { table: 'tenant_access', row: { user_id: 'gone' } }],
  ['a link to a provider', { table: 'scim_links', row: { kind: 'User', resource_id: 'gone' } }],
  ['an integration', { table: 'security_integrations', row: { body: '{"accountId":"gone"}' } }],
])('%s of a user who is not there is left out', (_, entry) => {
  expect(restoredRow(entry, rules)).toBeUndefined();
});

test('what is about a group does not ask for a user of the same id', () => {
  const ofGroup = aBinding({ type: 'GROUP', external_id: 'gone' });

  expect(restoredRow(ofGroup, rules)?.row['role_id']).toBe('admin_main');
  expect(restoredRow({ table: 'scim_links', row: { kind: 'Group', resource_id: 'gone' } }, rules)).toBeDefined();
});
