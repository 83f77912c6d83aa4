import { expect, test } from 'vitest';
import { parseAnsi, stripAnsi } from './ansi.ts';

test('text without sequences stays whole', () => {
  expect(parseAnsi('plain')).toEqual([{ text: 'plain' }]);
});

test('colour and weight hold until they are taken back', () => {
  expect(parseAnsi('a\u001b[1;31mb\u001b[0mc')).toEqual([
    { text: 'a' },
    { text: 'b', bold: true, color: 'var(--red-text)' },
    { text: 'c' },
  ]);
});

test('other sequences are dropped', () => {
  expect(stripAnsi('\u001b[2Kdone\u001b[0m')).toBe('done');
});
