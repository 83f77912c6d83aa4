import { expect, test } from 'vitest';
import { applyScimPatch } from './scim-patch.ts';

const jane = {
  userName: 'jane@example.com',
  active: true,
  name: { givenName: 'Jane', familyName: 'Doe' },
  emails: [{ value: 'jane@example.com', type: 'work', primary: true }],
};
const group = { displayName: 'ops', members: [{ value: 'a', display: 'A' }, { value: 'b' }, { value: 'c' }] };

test('what providers send to deactivate a user does so', () => {
  expect(applyScimPatch(jane, [{ op: 'replace', value: { active: false } }])).toEqual({ ...jane, active: false });
  expect(applyScimPatch(jane, [{ op: 'Replace', path: 'active', value: 'False' }])).toEqual({
    ...jane,
    active: 'False',
  });
  expect(jane.active).toBe(true);
});

test('names below names, whole paths as names, and schemas before them are understood', () => {
  const operations = [
    { op: 'replace', path: 'name.givenName', value: 'Janet' },
    { op: 'Add', value: { 'name.familyName': 'Smith', externalId: 'x' } },
    { op: 'replace', path: 'urn:ietf:params:scim:schemas:core:2.0:User:userName', value: 'janet@example.com' },
    { op: 'add', path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', value: 'x' },
  ];
  expect(applyScimPatch(jane, operations)).toEqual({
    ...jane,
    userName: 'janet@example.com',
    externalId: 'x',
    name: { givenName: 'Janet', familyName: 'Smith' },
  });
});

test('an entry of a list is changed by what it is, or made', () => {
  const work = { op: 'replace', path: 'emails[type eq "work"].value', value: 'new@example.com' };
  const home = { op: 'add', path: 'emails[type eq "home"].value', value: 'home@example.com' };
  expect(applyScimPatch(jane, [work, home])['emails']).toEqual([
    { value: 'new@example.com', type: 'work', primary: true },
    { type: 'home', value: 'home@example.com' },
  ]);
});

test('members come, go by value or by filter, and are replaced', () => {
  const values = (...operations: Parameters<typeof applyScimPatch>[1]): unknown =>
    (applyScimPatch(group, operations)['members'] as { value: string }[]).map(({ value }) => value);
  expect(values({ op: 'add', path: 'members', value: [{ value: 'c' }, { value: 'd' }] })).toEqual(['a', 'b', 'c', 'd']);
  expect(values({ op: 'remove', path: 'members[value eq "b"]' })).toEqual(['a', 'c']);
  expect(values({ op: 'Remove', path: 'members', value: [{ value: 'a' }, { value: 'c' }] })).toEqual(['b']);
  expect(values({ op: 'replace', path: 'members', value: [{ value: 'z' }] })).toEqual(['z']);
  expect(applyScimPatch(group, [{ op: 'remove', path: 'members' }])).toEqual({ displayName: 'ops' });
});

test.for([
  [{ op: 'move', path: 'active', value: true }, 'invalidSyntax'],
  [{ op: 'remove' }, 'noTarget'],
  [{ op: 'replace', value: 'x' }, 'invalidValue'],
  [{ op: 'add', path: 'active' }, 'invalidValue'],
  [{ op: 'add', path: 'emails[type eq', value: 1 }, 'invalidPath'],
  [{ op: 'add', path: '__proto__.x', value: 1 }, 'invalidPath'],
  [{ op: 'add', path: 'emails[nonsense]', value: {} }, 'invalidFilter'],
] as const)('%o is refused', ([operation, scimType]) => {
  expect(() => applyScimPatch(jane, [operation])).toThrow(
    expect.objectContaining({ facts: expect.objectContaining({ scimType }) }),
  );
});
