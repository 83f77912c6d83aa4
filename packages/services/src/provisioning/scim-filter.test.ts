import { expect, test } from 'vitest';
import { parseScimFilter } from './scim-filter.ts';

const jane = {
  id: 'aB1',
  userName: 'Jane@Example.com',
  externalId: 'X-1',
  active: true,
  name: { givenName: 'Jane', familyName: 'Doe' },
  emails: [
    { value: 'jane@home.example', type: 'home' },
    { value: 'jane@work.example', type: 'work' },
  ],
  meta: { lastModified: '2026-11-24T12:00:00Z' },
};

const matches = (filter: string): boolean => parseScimFilter(filter).matches(jane);

test.for([
  'userName eq "jane@example.com"',
  'USERNAME EQ "jane@example.com"',
  'urn:ietf:params:scim:schemas:core:2.0:User:userName sw "JANE"',
  'name.familyName co "o"',
  'active eq true',
  'active eq True',
  'emails eq "jane@work.example"',
  'emails.value ew ".example"',
  'emails[type eq "work" and value co "@work"]',
  'emails pr',
  'not (userName eq "john")',
  'externalId eq "X-1" and (active eq false or name.givenName eq "jane")',
  'meta.lastModified gt "2026-01-01T00:00:00Z"',
  'title ne "boss"',
])('%s is true of Jane', (filter) => expect(matches(filter)).toBe(true));

test.for([
  'userName eq "john@example.com"',
  'id eq "ab1"',
  'externalId eq "x-1"',
  'emails[type eq "home" and value co "@work"]',
  'title pr',
  'active eq "true"',
  'constructor pr',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "x"',
  'userName eq "john" or userName eq "jo"',
])('%s is not true of Jane', (filter) => expect(matches(filter)).toBe(false));

test.for([
  '',
  'userName',
  'userName eq',
  'userName like "x"',
  'userName eq jane',
  'userName eq "jane',
  '(userName eq "x"',
  'emails[type eq "x"',
  'userName eq "x" userName eq "y"',
  `${'('.repeat(30)}userName pr${')'.repeat(30)}`,
  `userName eq "${'x'.repeat(2_000)}"`,
])('%s is no filter', (filter) => {
  expect(() => parseScimFilter(filter)).toThrow(/the filter is not valid/);
});

test('and binds stronger than or', () => {
  expect(matches('active eq true or active eq false and userName eq "nobody"')).toBe(true);
});

test('one that asks for one value says which', () => {
  expect(parseScimFilter('userName eq "a\\"b"').equals).toEqual({ attribute: 'username', value: 'a"b' });
  expect(parseScimFilter('userName eq "a" and active eq true').equals).toBeUndefined();
  expect([...parseScimFilter('id eq "a" and members[value eq "b"]').attributes]).toEqual(['id', 'members']);
});
