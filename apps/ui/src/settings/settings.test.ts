import { expect, test } from 'vitest';
import { parseSettings } from './settings.ts';

test.each([
  ['nothing', null],
  ['what is no JSON', '{'],
  ['what is no object', '7'],
  ['a field of another type, an absent one and an unknown one', '{"pageSize":"50","zone":null,"colour":"red"}'],
])('%s is passed over', (_, text) => {
  expect(parseSettings(text)).toEqual({});
});

test('fields as they should be are kept', () => {
  expect(parseSettings('{"pageSize":100,"namespaces":{"":"team"}}')).toEqual({
    pageSize: 100,
    namespaces: { '': 'team' },
  });
});
