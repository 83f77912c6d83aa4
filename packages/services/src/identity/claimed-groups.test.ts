import { expect, test } from 'vitest';
import { claimedGroups } from './claimed-groups.ts';

test('groups are read at a dotted path, each once', () => {
  const claims = { resource_access: { kestra: { roles: ['ops', 'dev', 'ops'] } } };
  expect(claimedGroups(claims, 'resource_access.kestra.roles')).toEqual(['ops', 'dev']);
});

test('a claim whose name has dots is found by it', () => {
  expect(claimedGroups({ 'https://corp.example/groups': ['ops'] }, 'https://corp.example/groups')).toEqual(['ops']);
});

test('one name needs no list, and what is no name is left out', () => {
  expect(claimedGroups({ groups: 'ops' }, 'groups')).toEqual(['ops']);
  expect(claimedGroups({ groups: ['ops', '', 7, null, 'x'.repeat(257)] }, 'groups')).toEqual(['ops']);
});

test('a claim that is not there is none, and an empty one is an empty list', () => {
  expect(claimedGroups({}, 'groups')).toBeUndefined();
  expect(claimedGroups({ groups: { a: 1 } }, 'groups.b')).toBeUndefined();
  expect(claimedGroups({}, 'constructor.name')).toBeUndefined();
  expect(claimedGroups({ groups: [] }, 'groups')).toEqual([]);
});
