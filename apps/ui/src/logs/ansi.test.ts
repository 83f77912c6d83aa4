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

test('a control character that is stored as text begins a sequence, too', () => {
  expect(parseAnsi('a\\u001b[31mb\\u001b[0mc')).toEqual([
    { text: 'a' },
    { text: 'b', color: 'var(--red-text)' },
    { text: 'c' },
  ]);
  expect(stripAnsi('\\u001b[2Kdone')).toBe('done');
});

test('colours of other palettes are not taken for weights', () => {
  expect(parseAnsi('\u001b[38;5;1ma\u001b[48;2;1;1;1;31mb')).toEqual([
    { text: 'a' },
    { text: 'b', color: 'var(--red-text)' },
  ]);
});
