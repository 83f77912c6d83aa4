import { expect, test } from 'vitest';
import { propertyType } from './property-type.ts';

test('a type is said in a few words, whatever its schema is made of', () => {
  expect(propertyType({ type: 'string' })).toBe('string');
  expect(propertyType({ type: 'string', format: 'duration' })).toBe('duration');
  expect(propertyType({ type: 'string', enum: ['ALL', 'LAST'] })).toBe('ALL | LAST');
  expect(propertyType({ type: 'array', items: { $ref: '#/$defs/task' } })).toBe('list of task');
  expect(propertyType({ anyOf: [{ type: 'string' }, { type: 'array', items: {} }, { type: 'null' }] })).toBe(
    'string | list of anything',
  );
  expect(propertyType({})).toBe('anything');
});
