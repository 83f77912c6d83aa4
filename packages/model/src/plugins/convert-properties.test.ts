import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { convertProperties } from './convert-properties.ts';

const schema = z.object({
  count: z.number().int().optional(),
  flag: z.boolean().default(false),
  text: z.string().optional(),
  list: z.array(z.number()).optional(),
  map: z.record(z.string(), z.string()).optional(),
  either: z.union([z.string(), z.array(z.string())]).optional(),
  level: z.enum(['1', '2']).optional(),
});

test.each([
  [{ count: '5' }, { count: 5 }],
  [{ flag: 'true' }, { flag: true }],
  [{ text: 5 }, { text: '5' }],
  [{ text: { a: 1 } }, { text: '{"a":1}' }],
  [{ list: '[1, "2"]' }, { list: [1, 2] }],
  [{ map: '{"a": 1}' }, { map: { a: '1' } }],
  [{ either: ['a'] }, { either: ['a'] }],
  [{ either: [1, 2] }, { either: ['1', '2'] }],
  [{ either: '["a"]' }, { either: '["a"]' }],
  [{ level: 1 }, { level: '1' }],
  [
    { count: 'many', flag: 'maybe' },
    { count: 'many', flag: 'maybe' },
  ],
])('%j', (given, expected) => {
  expect(JSON.parse(JSON.stringify(convertProperties(schema, given)))).toEqual(expected);
});

test('converting twice changes nothing more, and nothing makes it throw', () => {
  fc.assert(
    fc.property(fc.anything(), fc.object(), (value, object) => {
      convertProperties(schema, value);
      const once = convertProperties(schema, object);
      expect(convertProperties(schema, once)).toEqual(once);
    }),
  );
});
