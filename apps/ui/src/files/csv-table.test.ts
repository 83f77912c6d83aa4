import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvTable } from './csv-table.ts';

test('the first line names the columns, and a short line is filled up', () => {
  expect(csvTable('id,name\r\n1,Ada\r\n2\r\n')).toEqual({
    columns: ['id', 'name'],
    rows: [
      ['1', 'Ada'],
      ['2', ''],
    ],
  });
});

test('values in quotes hold separators, line ends and quotes', () => {
  expect(csvTable('a,b\n"x, ""y""","1\n2"')?.rows).toEqual([['x, "y"', '1\n2']]);
});

test.each([
  ['semicolons', 'a;b\n1,5;2', ['1,5', '2']],
  ['tabs', 'a\tb\n1\t2', ['1', '2']],
  ['an empty value at the end', 'a,b\n1,', ['1', '']],
])('%s', (_, text, row) => {
  expect(csvTable(text)?.rows).toEqual([row]);
});

test('a value that is cut off within its quotes is left out with its line', () => {
  expect(csvTable('a,b\n1,2\n3,"fo')?.rows).toEqual([['1', '2']]);
});

test('a text without a line is no table, and a mark of the byte order is no part of a name', () => {
  expect(csvTable('')).toBeUndefined();
  expect(csvTable('\uFEFFid\n1')?.columns).toEqual(['id']);
});

test('whatever is written in quotes is read back', () => {
  const cell = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
      const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join('\r\n');

      expect(csvTable(`"a","b"\r\n${text}`)?.rows).toEqual(rows);
    }),
  );
});
