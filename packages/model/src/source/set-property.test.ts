import { expect, test } from 'vitest';
import { setProperty } from './set-property.ts';

test.each([
  [
    'a new line behind the other property',
    'id: a # c\nnamespace: b # d\ntasks: []\n',
    'id: a # c\nnamespace: b # d\ndisabled: true\ntasks: []\n',
  ],
  ['in place of the value', 'id: a\ndisabled: false # why\n', 'id: a\ndisabled: true # why\n'],
  ['in place of nothing', 'id: a\ndisabled:\n', 'id: a\ndisabled: true\n'],
  ['in JSON', '{"id":"a","namespace":"b"}', '{"id":"a","namespace":"b", "disabled": true}'],
  ['at the end without a line break', 'id: a\nnamespace: b', 'id: a\nnamespace: b\ndisabled: true\n'],
])('%s', (_name, source, expected) => {
  expect(setProperty(source, 'disabled', true, 'namespace')).toBe(expected);
});
