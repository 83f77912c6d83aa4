import { double } from './boxed.ts';
import { mapOf } from './plain-map.ts';
import { ValueError } from './value-error.ts';

const deepestData = 500;
/** Digits are read in more than linear time. */
const longestNumber = 10_000;
const plainNumber = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const blank = /[ \t\r\n]*/y;
const textEnd = /["\\\u0000-\u001f]/g;

interface Reader {
  readonly text: string;
  at: number;
}

/**
 * The first JSON value of a text with the kinds that the original gives: Integer, Long, BigInteger, Double. Keys keep
 * their order. With `whole` nothing but blanks may follow. Throws a ValueError that says what was found where.
 */
export function parseJson(text: string, whole = false): unknown {
  const reader: Reader = { text, at: 0 };
  const value = readValue(reader, 0);
  skipBlank(reader);
  if (whole && reader.at < text.length) throw unexpected(reader, 'the end');
  return value;
}

function readValue(r: Reader, depth: number): unknown {
  if (depth > deepestData) throw new ValueError('The JSON is nested too deeply');
  skipBlank(r);
  switch (r.text[r.at]) {
    case '{':
      return readObject(r, depth);
    case '[':
      return readArray(r, depth);
    case '"':
      return readText(r);
    default:
      return readScalar(r);
  }
}

function readObject(r: Reader, depth: number): unknown {
  const entries: [string, unknown][] = [];
  r.at++;
  skipBlank(r);
  if (take(r, '}')) return mapOf(entries);
  do {
    skipBlank(r);
    if (r.text[r.at] !== '"') throw unexpected(r, 'a key in double quotes');
    const key = readText(r);
    skipBlank(r);
    if (!take(r, ':')) throw unexpected(r, "':'");
    entries.push([key, readValue(r, depth + 1)]);
    skipBlank(r);
  } while (take(r, ','));
  if (!take(r, '}')) throw unexpected(r, "',' or '}'");
  return mapOf(entries);
}

function readArray(r: Reader, depth: number): unknown[] {
  const items: unknown[] = [];
  r.at++;
  skipBlank(r);
  if (take(r, ']')) return items;
  do {
    items.push(readValue(r, depth + 1));
    skipBlank(r);
  } while (take(r, ','));
  if (!take(r, ']')) throw unexpected(r, "',' or ']'");
  return items;
}

function readText(r: Reader): string {
  const start = r.at;
  textEnd.lastIndex = start + 1;
  let isEscaped = false;
  for (let end = textEnd.exec(r.text); end !== null; end = textEnd.exec(r.text)) {
    if (end[0] === '\\') {
      isEscaped = true;
      textEnd.lastIndex++;
      continue;
    }
    if (end[0] !== '"') {
      r.at = end.index;
      throw unexpected(r, 'an escaped control character');
    }
    r.at = end.index + 1;
    if (!isEscaped) return r.text.slice(start + 1, end.index);
    try {
      return JSON.parse(r.text.slice(start, r.at)) as string;
    } catch {
      r.at = start;
      throw unexpected(r, 'a text with valid escapes');
    }
  }
  r.at = r.text.length;
  throw unexpected(r, 'the end of a text');
}

function readScalar(r: Reader): unknown {
  for (const [word, value] of [
    ['true', true],
    ['false', false],
    ['null', null],
  ] as const) {
    if (r.text.startsWith(word, r.at) && !/[\w$]/.test(r.text[r.at + word.length] ?? '')) {
      r.at += word.length;
      return value;
    }
  }
  plainNumber.lastIndex = r.at;
  const match = plainNumber.exec(r.text);
  if (match === null || /[\w.]/.test(r.text[plainNumber.lastIndex] ?? '')) throw unexpected(r, 'a value');
  if (match[0].length > longestNumber) throw new ValueError('The JSON holds a number that is too long', 'limit');
  r.at = plainNumber.lastIndex;
  if (match[1] !== undefined || match[2] !== undefined) return double(Number(match[0]));
  const number = Number(match[0]);
  return Number.isSafeInteger(number) ? number + 0 : BigInt(match[0]);
}

function take(r: Reader, char: string): boolean {
  if (r.text[r.at] !== char) return false;
  r.at++;
  return true;
}

function skipBlank(r: Reader): void {
  blank.lastIndex = r.at;
  blank.test(r.text);
  r.at = blank.lastIndex;
}

/** Names one character: a longer piece of a secret would be shown, since only the whole of it is recognised and hidden. */
function unexpected(r: Reader, wanted: string): ValueError {
  const character = r.text.codePointAt(r.at);
  const found = character === undefined ? 'the end' : `'${String.fromCodePoint(character)}'`;
  return new ValueError(`found ${found} at character ${r.at + 1}, expected ${wanted}`);
}
