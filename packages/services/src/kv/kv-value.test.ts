import { expect, test } from 'vitest';
import { readKvText } from './kv-value.ts';

test('a text that is nested deeper than data may be stays a text', () => {
  const [shallow, deep] = [60, 100_000].map((depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`) as [string, string];

  expect(readKvText(shallow).type).toBe('JSON');
  expect(readKvText(deep)).toEqual({ type: 'STRING', value: deep });
});
