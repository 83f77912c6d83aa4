import { expect, test } from 'vitest';
import { permissionsOf } from './permissions.ts';

const rights = permissionsOf({
  userId: 'u',
  roles: [
    { id: 'viewer', name: 'Viewer', permissions: [{ resource: 'FLOW', actions: ['VIEW', 'LIST'] }] },
    { id: 'editor', name: 'Editor', namespace: 'prod', permissions: [{ resource: 'FLOW', actions: ['UPDATE'] }] },
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
