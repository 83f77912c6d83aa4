import type { InputType, JsonObject, Output } from '@windhover/model';
import { expect, test } from 'vitest';
import { toOutput } from './typed-output.ts';

function declared(type: InputType, options: JsonObject = {}, required = true): Output {
  return { id: 'o', type, value: null, required, options };
}

test.each<[InputType, JsonObject, unknown, unknown]>([
  ['STRING', {}, { a: 1 }, '{"a":1}'],
  ['INT', {}, '3', 3],
  ['BOOLEAN', {}, 'true', true],
  ['JSON', {}, '{"a":1}', { a: 1 }],
  ['YAML', {}, 'a: [1]', { a: [1] }],
  ['ION', {}, '{a: [1]}', { a: [1] }],
  ['DATETIME', {}, '2026-01-01T02:00:00+02:00', '2026-01-01T00:00:00Z'],
  ['ARRAY', { itemType: 'INT' }, ['1', 2], [1, 2]],
  ['ARRAY', {}, '[1, "x", null]', [1, 'x', null]],
])('an output of type %s %j makes of %j what an input would', (type, options, given, value) => {
  expect(toOutput(declared(type, options), given)).toEqual({ kind: 'value', value });
});

test.each<[InputType, JsonObject, unknown, string]>([
  ['INT', {}, 'abc', 'Expected `INT` but received `abc` with errors: it is not a whole number'],
  ['DATE', {}, 'soon', 'Expected `DATE` but received `soon`'],
  ['ARRAY', { itemType: 'INT' }, ['x'], 'Unable to parse array element as `INT` on `x`'],
  ['YAML', {}, 'a: [', 'Expected `YAML` but received `a: [`'],
  ['SELECT', { values: ['a'] }, 'b', 'it must match the values `[a]`'],
])('an output of type %s %j refuses %j', (type, options, given, message) => {
  expect(toOutput(declared(type, options), given)).toEqual({
    kind: 'failed',
    message: expect.stringContaining(message),
  });
});

test('an output without value fails unless it may be missing', () => {
  expect(toOutput(declared('INT'), null)).toEqual({ kind: 'failed', message: 'it is required but has no value' });
  expect(toOutput(declared('INT', {}, false), undefined)).toEqual({ kind: 'value', value: null });
});
