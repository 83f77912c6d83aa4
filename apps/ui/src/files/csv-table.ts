import type { Table } from './table-of.ts';

const separators = [',', ';', '\t', '|'];

/**
 * Comma-separated values as a table, its first line the names of the columns; also with another separator that the first
 * line has more of. As RFC 4180 has it: values in quotes hold separators, line ends and doubled quotes. Undefined for an
 * empty text. What follows an open quote at the end was cut off and is left out.
 */
export function csvTable(text: string): Table | undefined {
  const [columns, ...rows] = rowsOf(text.replace(/^\uFEFF/, ''));
  if (columns === undefined) return undefined;
  const width = Math.max(columns.length, ...rows.map((row) => row.length));
  const filled = (row: readonly string[]) => Array.from({ length: width }, (_, index) => row[index] ?? '');
  return { columns: filled(columns), rows: rows.map(filled) };
}

function rowsOf(text: string): readonly (readonly string[])[] {
  const separator = separatorOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const cell = cellAt(text, at, separator);
    if (cell === undefined) return rows;
    row.push(cell.value);
    at = cell.end;
    if (text[at] === separator) {
      at += 1;
      if (at < text.length) continue;
      row.push('');
    }
    at += text.startsWith('\r\n', at) ? 2 : 1;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
}

function separatorOf(text: string): string {
  const line = text.slice(0, /[\r\n]|$/.exec(text)!.index);
  const counts = separators.map((separator) => line.split(separator).length);
  return separators[counts.indexOf(Math.max(...counts))]!;
}

/** `end` is where the cell ends; undefined when its quote is never closed. */
function cellAt(text: string, start: number, separator: string): { value: string; end: number } | undefined {
  if (text[start] !== '"') {
    let end = start;
    while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1;
    return { value: text.slice(start, end), end };
  }
  let value = '';
  for (let at = start + 1; ; at += 1) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    value += text.slice(at, quote);
    at = quote + 1;
    if (text[at] !== '"') return { value, end: at };
    value += '"';
  }
}
