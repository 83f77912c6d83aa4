import { expect, test } from 'vitest';
import { fromStoredText, toReadableJson, toStoredText } from './stored-text.ts';

test('NUL comes back, everything else stays as it is', () => {
  for (const text of ['', 'plain', '\u0000', 'a\u0000b\u0000', 'ü 🦅 \\u0000']) {
    expect(toStoredText(text)).not.toContain('\u0000');
    expect(fromStoredText(toStoredText(text))).toBe(text);
  }
});

test.for([
  ['NUL', { a: 'x\u0000y' }, { a: 'x\ufffdy' }],
  ['half of a pair at the end', { a: '🦅'.slice(0, 1) }, { a: '\ufffd' }],
  ['the other half', { a: `${'🦅'.slice(1)}!` }, { a: '\ufffd!' }],
  ['a whole pair', { a: '🦅' }, { a: '🦅' }],
  ['a backslash before the letters', { a: '\\u0000' }, { a: '\\u0000' }],
  ['two of them', { a: '\\\\u0000\u0000' }, { a: '\\\\u0000\ufffd' }],
  ['other control characters', { a: '\u0001\u001f\n"' }, { a: '\u0001\u001f\n"' }],
])('JSON that the database can read: %s', ([, value, expected]) => {
  expect(JSON.parse(toReadableJson(JSON.stringify(value)))).toEqual(expected);
});

test('a pair that is written as two escapes stays', () => {
  expect(toReadableJson('["\\ud83e\\udd85\\uD83E"]')).toBe('["\\ud83e\\udd85\ufffd"]');
});
