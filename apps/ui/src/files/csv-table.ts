import Papa from 'papaparse';
import type { Table } from './table-of.ts';

/**
 * Separated values (RFC 4180; the separator is guessed from the text) as a table, the first line the names of the columns.
 * Undefined for an empty text. What follows an open quote at the end was cut off and is left out.
 */
export function csvTable(text: string): Table | undefined {
  const { data, errors } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), {
    delimitersToGuess: [',', ';', '\t', '|'],
    skipEmptyLines: true,
  });
  const isCutOff = errors.some(({ code }) => code === 'MissingQuotes');
  const [columns, ...rows] = isCutOff ? data.slice(0, -1) : data;
  if (columns === undefined) return undefined;
  const width = Math.max(columns.length, ...rows.map((row) => row.length));
  const filled = (row: readonly string[]) => Array.from({ length: width }, (_, index) => row[index] ?? '');
  return { columns: filled(columns), rows: rows.map(filled) };
}
