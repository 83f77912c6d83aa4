import { expect, test } from 'vitest';
import { permissionsOf } from './permissions.ts';

const held = {
  roles: [
    { permissions: [{ resource: 'FLOW', actions: ['VIEW', 'LIST'] }] },
    { namespace: 'prod', permissions: [{ resource: 'FLOW', actions: ['UPDATE'] }] },
  ],
};
const rights = permissionsOf(held, false);

test('a binding on a namespace covers its children and nothing that only begins alike', () => {
  expect(rights.can('FLOW:UPDATE', 'prod')).toBe(true);
  expect(rights.can('FLOW:UPDATE', 'prod.eng')).toBe(true);
  expect(rights.can('FLOW:UPDATE', 'production')).toBe(false);
});

test('without a namespace the question is whether the right is held anywhere', () => {
  expect(rights.can('FLOW:UPDATE')).toBe(true);
  expect(rights.can('FLOW:DELETE')).toBe(false);
});

test('a superadmin manages identities in every tenant, and nothing else without a role', () => {
  const theirs = permissionsOf(held, true);

  expect(rights.can('BINDING:CREATE')).toBe(false);
  expect(theirs.can('BINDING:CREATE')).toBe(true);
  expect(theirs.can('FLOW:DELETE')).toBe(false);
});

test('a binding on a namespace gives nothing of what belongs to the whole tenant', () => {
  const permissions = [{ resource: 'ROLE', actions: ['LIST'] }];

  expect(permissionsOf({ roles: [{ namespace: 'prod', permissions }] }, false).can('ROLE:LIST')).toBe(false);
  expect(permissionsOf({ roles: [{ permissions }] }, false).can('ROLE:LIST')).toBe(true);
});
