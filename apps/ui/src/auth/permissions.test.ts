import { expect, test } from 'vitest';
import { permissionsOf } from './permissions.ts';

const rights = permissionsOf({
  roles: [
    { permissions: [{ resource: 'FLOW', actions: ['VIEW', 'LIST'] }] },
    { namespace: 'prod', permissions: [{ resource: 'FLOW', actions: ['UPDATE'] }] },
  ],
});

test('a binding on a namespace covers its children and nothing that only begins alike', () => {
  expect(rights.can('FLOW:UPDATE', 'prod')).toBe(true);
  expect(rights.can('FLOW:UPDATE', 'prod.eng')).toBe(true);
  expect(rights.can('FLOW:UPDATE', 'production')).toBe(false);
});

test('without a namespace the question is whether the right is held anywhere', () => {
  expect(rights.can('FLOW:UPDATE')).toBe(true);
  expect(rights.can('FLOW:DELETE')).toBe(false);
});
