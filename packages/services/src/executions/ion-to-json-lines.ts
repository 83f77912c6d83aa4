/** Rows of a file of Ion, one a line, as lines of JSON. */
import { parseInputIon, type Json } from '@windhover/model';

const newline = 0x0a;
const longestRowBytes = 16 * 1024 * 1024;

/**
 * A row that is JSON already stays as it is, what is neither that nor an Ion struct or list becomes a text, empty lines are
 * left out. Throws an Error once a row is longer than 16 MiB.
 */
export async function* ionToJsonLines(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of content) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    const end = rest.lastIndexOf(newline) + 1;
    if (end > 0) yield Buffer.from(toJsonLines(rest.subarray(0, end)));
    rest = rest.subarray(end);
    if (rest.length > longestRowBytes) throw new Error(`A row is longer than ${longestRowBytes} bytes`);
  }
  if (rest.length > 0) yield Buffer.from(toJsonLines(rest));
}

function toJsonLines(rows: Buffer): string {
  return rows
    .toString('utf8')
    .split('\n')
    .filter((row) => row.trim() !== '')
    .map((row) => `${toJson(row.trim())}\n`)
    .join('');
}

function toJson(row: string): string {
  try {
    JSON.parse(row);
    return row;
  } catch {
    return JSON.stringify(fromIon(row));
  }
}

function fromIon(row: string): Json {
  if (!row.startsWith('{') && !row.startsWith('[')) return row;
  try {
    return parseInputIon(row);
  } catch {
    return row;
  }
}
