import { ValueError } from '../values/value-error.ts';

/** A part of a Java date pattern. `fraction` and `region` are what only the named ISO formats have. */
export type PatternPart =
  | { readonly type: 'field'; readonly letter: string; readonly count: number; readonly pad: number }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'optional'; readonly parts: readonly PatternPart[] }
  | { readonly type: 'fraction'; readonly groups: boolean }
  | { readonly type: 'region' };

const longestPattern = 500;
const deepestOptional = 20;

/** How many letters each field may have; what is missing here is no field. */
const counts: Readonly<Record<string, readonly [number, number]>> = {
  y: [1, 19],
  u: [1, 19],
  Y: [1, 19],
  M: [1, 5],
  L: [1, 5],
  Q: [1, 5],
  q: [1, 5],
  E: [1, 5],
  e: [1, 5],
  c: [1, 5],
  d: [1, 2],
  h: [1, 2],
  H: [1, 2],
  k: [1, 2],
  K: [1, 2],
  m: [1, 2],
  s: [1, 2],
  w: [1, 2],
  D: [1, 3],
  W: [1, 1],
  F: [1, 1],
  a: [1, 1],
  B: [1, 5],
  S: [1, 9],
  A: [1, 19],
  n: [1, 19],
  N: [1, 19],
  V: [2, 2],
  z: [1, 4],
  O: [1, 4],
  X: [1, 5],
  x: [1, 5],
  Z: [1, 5],
  G: [1, 5],
};

/** Reads a pattern of Java's DateTimeFormatter. Throws a ValueError for unknown letters, wrong counts, open brackets. */
export function parsePattern(source: string): readonly PatternPart[] {
  if (source.length > longestPattern) throw new ValueError('The date pattern is too long', 'limit');
  const open: PatternPart[][] = [[]];
  let at = 0;
  while (at < source.length) {
    const char = source[at] ?? '';
    if (char === "'") at = readQuoted(source, at, open);
    else if (char === '[') {
      if (open.length > deepestOptional) throw new ValueError('The date pattern is nested too deeply');
      open.push([]);
      at++;
    } else if (char === ']') {
      const parts = open.pop() ?? [];
      if (open.length === 0) throw new ValueError('Pattern invalid as it contains ] without previous [');
      open.at(-1)?.push({ type: 'optional', parts });
      at++;
    } else if (/[{}#]/.test(char)) throw new ValueError(`Pattern includes reserved character: '${char}'`);
    else if (/[A-Za-z]/.test(char)) at = readField(source, at, open);
    else {
      open.at(-1)?.push({ type: 'text', text: char });
      at++;
    }
  }
  while (open.length > 1) {
    const parts = open.pop() ?? [];
    open.at(-1)?.push({ type: 'optional', parts });
  }
  return open[0] ?? [];
}

function readQuoted(source: string, start: number, open: PatternPart[][]): number {
  let text = '';
  let at = start + 1;
  for (; at < source.length; at++) {
    if (source[at] !== "'") text += source[at] ?? '';
    else if (source[at + 1] === "'") {
      text += "'";
      at++;
    } else break;
  }
  if (at >= source.length) throw new ValueError('Pattern ends with an incomplete string literal');
  open.at(-1)?.push({ type: 'text', text: text === '' ? "'" : text });
  return at + 1;
}

function readField(source: string, start: number, open: PatternPart[][]): number {
  let [letter, count, at] = readRun(source, start);
  let pad = 0;
  if (letter === 'p') {
    pad = count;
    if (!/[A-Za-z]/.test(source[at] ?? ''))
      throw new ValueError("Pad letter 'p' must be followed by valid pad pattern");
    [letter, count, at] = readRun(source, at);
  }
  const allowed = Object.hasOwn(counts, letter) ? counts[letter] : undefined;
  if (allowed === undefined) throw new ValueError(`Unknown pattern letter: ${letter}`);
  const isOdd = (letter === 'O' || letter === 'B') && ![1, 4, 5].includes(count);
  if (count < allowed[0] || count > allowed[1] || isOdd || (letter === 'c' && count === 2)) {
    throw new ValueError(`Wrong number of pattern letters: ${letter}`);
  }
  open.at(-1)?.push({ type: 'field', letter, count, pad });
  return at;
}

function readRun(source: string, start: number): [string, number, number] {
  const letter = source[start] ?? '';
  let at = start;
  while (source[at] === letter) at++;
  return [letter, at - start, at];
}
