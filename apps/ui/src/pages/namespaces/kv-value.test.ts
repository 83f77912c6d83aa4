import { expect, test } from 'vitest';
import { durationProblem, toFieldText, toRaw, valueProblem } from './kv-value.ts';

test('text goes in quotes, so that a number in it stays text', () => {
  expect(toRaw('STRING', '42')).toBe('"42"');
  expect(toRaw('NUMBER', ' 42 ')).toBe('42');
  expect(toRaw('DATE', '2026-01-31')).toBe('2026-01-31');
});

test('what does not have the type is said', () => {
  expect(valueProblem('NUMBER', 'many')).toBe('Not a number');
  expect(valueProblem('JSON', '{')).toBe('Not a JSON object or list');
  expect(valueProblem('JSON', '{"a": 1}')).toBeUndefined();
  expect(durationProblem('P7D')).toBeUndefined();
  expect(durationProblem('7 days')).toBe('Not a duration such as PT1H or P7D');
});

test('JSON is shown on several lines', () => {
  expect(toFieldText('JSON', { a: 1 })).toBe('{\n  "a": 1\n}');
  expect(toFieldText('BOOLEAN', true)).toBe('true');
});
