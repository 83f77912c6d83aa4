import { expect, test } from 'vitest';
import { expandPermissions } from './expand-permissions.ts';
import { managedRolePermissions } from './managed-roles.ts';
import { resources } from '@windhover/model';

const expanded = (permissions: Record<string, string[]>): string[] => [...expandPermissions(permissions)].toSorted();

test('the verbs of the first era mean what they meant', () => {
  expect(expanded({ FLOW: ['READ'] })).toEqual(['FLOW:EXPORT', 'FLOW:LIST', 'FLOW:VIEW']);
  expect(expanded({ FLOW: ['UPDATE'] })).toEqual([
    'FLOW:DISABLE',
    'FLOW:ENABLE',
    'FLOW:EXECUTE',
    'FLOW:UPDATE',
    'FLOW:VALIDATE',
  ]);
  expect(expanded({ EXECUTION: ['CREATE'] })).toEqual(['EXECUTION:CREATE']);
  expect(expanded({ SETTING: ['READ', 'UPDATE', 'DELETE'] })).toEqual([
    'SYSTEM_SETTINGS:UPDATE',
    'SYSTEM_SETTINGS:VIEW',
    'TENANT_SETTINGS:UPDATE',
    'TENANT_SETTINGS:VIEW',
  ]);
  expect(expanded({ AUDITLOG: ['READ', 'CREATE', 'UPDATE', 'DELETE'] })).toEqual([
    'AUDITLOG:EXPORT',
    'AUDITLOG:LIST',
    'AUDITLOG:VIEW',
  ]);
  expect(expanded({ AI_COPILOT: ['READ'] })).toEqual(['COPILOT:USE']);
  expect(expanded({ FLOWS: ['READ'], IMPERSONATE: ['READ'] })).toContain('USER:IMPERSONATE');
});

test('in a map that uses the newer words each word is itself', () => {
  expect(expanded({ FLOW: ['VIEW', 'UPDATE'] })).toEqual(['FLOW:UPDATE', 'FLOW:VIEW']);
  expect(expanded({ FLOW: ['UPDATE'], EXECUTION: ['VIEW'] })).toEqual(['EXECUTION:VIEW', 'FLOW:UPDATE']);
  expect(expanded({ FLOW: ['READ', 'DISABLE'] })).toEqual(['FLOW:DISABLE', 'FLOW:EXPORT', 'FLOW:LIST', 'FLOW:VIEW']);
});

test('unknown resources and actions are all named', () => {
  expect(() => expandPermissions({ FLOW: ['FLY'], ROCKET: ['VIEW'] })).toThrow(
    /unknown action 'FLY' of FLOW; .*unknown resource 'ROCKET'/,
  );
  expect(() => expandPermissions({ constructor: ['READ'] })).toThrow("unknown resource 'constructor'");
});

test('managed roles grant what exists, Admin all of it but what stands above tenants', () => {
  const roles = managedRolePermissions();
  const all = [...resources].flatMap(([name, { scope, actions }]) =>
    scope === 'instance' ? [] : actions.map((action) => `${name}:${action}`),
  );
  expect(expanded(roles.ADMIN as Record<string, string[]>)).toEqual(all.toSorted());
  for (const permissions of Object.values(roles)) {
    for (const permission of expandPermissions(permissions)) expect(all).toContain(permission);
  }
  expect([...expandPermissions(roles.EDITOR)].filter((permission) => permission.startsWith('SECRET'))).toEqual([]);
});
