import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sourceFromJson } from './json-source.ts';
import { readSource } from './read-source.ts';

test('a flow as JSON is the same flow as YAML', () => {
  const key = fc.constantFrom('a', 'b', 'tasks', 'yes', '1', 'a b', '#', 'x: y');
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('yes', 'off', '1', '0x10', '1e5', 'null', '~', '2020-01-01', 'a: b', '- x', '|', '<<'),
  );
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 3 }),
    ),
  })).value;
  fc.assert(
    fc.property(fc.dictionary(key, value), (flow) => {
      const { data } = readSource(sourceFromJson(flow));
      expect(JSON.parse(JSON.stringify(data))).toEqual(flow);
    }),
  );
});

test('what the server added is left out', () => {
  expect(sourceFromJson({ id: 'a', revision: 3, deleted: false, source: 'x', description: null })).toBe('id: a\n');
});
