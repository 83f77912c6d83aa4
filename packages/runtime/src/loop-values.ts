/** Values of a Loop in a file, one a line: JSON, Ion or plain text; those of a map as `[key, value]`. */
import { parseIon, toJsonText } from '@windhover/expressions';
import type { LoopPage, LoopValue } from '@windhover/engine';
import type { Json } from '@windhover/model';

/** A page ends with the line that passes this, so that values of any size stay few in memory. */
const pageBytes = 256 * 1024;
const longestLineBytes = 1024 * 1024;

/** At most `limit` values of what follows; `offset` is where in the file that is. Lines without text are passed over. */
export async function readLoopPage(
  following: AsyncIterable<Uint8Array>,
  { offset, limit, isKeyed }: { readonly offset: number; readonly limit: number; readonly isKeyed: boolean },
): Promise<LoopPage> {
  const values: LoopValue[] = [];
  let rest: Buffer = Buffer.alloc(0);
  let at = offset;
  const take = (line: Buffer, end: number): void => {
    at = end;
    const text = line.toString('utf8').trim();
    if (text !== '') values.push({ ...toValue(text, isKeyed), end });
  };
  for await (const chunk of following) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = rest.indexOf(newline); end >= 0; end = rest.indexOf(newline, from)) {
      take(rest.subarray(from, end), at + end + 1 - from);
      from = end + 1;
      if (values.length === limit || (values.length > 0 && at - offset > pageBytes)) return { values, isEnd: false };
    }
    rest = rest.subarray(from);
    if (rest.length > longestLineBytes)
      throw new Error(`The line at byte ${at} is longer than ${longestLineBytes} bytes`);
  }
  if (rest.length > 0) take(rest, at + rest.length);
  return { values, isEnd: true };
}

export function* loopLines(values: readonly Omit<LoopValue, 'end'>[], isKeyed: boolean): Iterable<Uint8Array> {
  for (const { key, value } of values) yield Buffer.from(`${JSON.stringify(isKeyed ? [key, value] : value)}\n`);
}

const newline = 0x0a;

function toValue(text: string, isKeyed: boolean): Omit<LoopValue, 'end'> {
  const value = parsed(text);
  if (!isKeyed) return { value };
  const [key, ofKey] = value as [string, Json];
  return { key, value: ofKey };
}

/** What is neither JSON nor an Ion struct or list is text. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    if (!text.startsWith('{') && !text.startsWith('[')) return text;
  }
  try {
    return JSON.parse(toJsonText(parseIon(text, false))) as Json;
  } catch {
    return text;
  }
}
