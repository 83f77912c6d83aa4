import type { JqParser } from './jq-parser.ts';
import { needSign, nestedJq, next, peek, takeSign, unexpected } from './jq-parser.ts';
import { parseString } from './parse-jq-string.ts';
import type { Jq, Pattern } from './syntax.ts';

/** What follows `as`; alternatives are tried in order. */
export function parsePatterns(p: JqParser): Pattern[] {
  const patterns = [parsePattern(p)];
  while (takeSign(p, '?//')) patterns.push(parsePattern(p));
  return patterns;
}

function parsePattern(p: JqParser): Pattern {
  return nestedJq(p, () => {
    if (peek(p).kind === 'variable') return { type: 'variable', name: next(p).value };
    if (takeSign(p, '[')) {
      const items: Pattern[] = [];
      do items.push(parsePattern(p));
      while (takeSign(p, ','));
      needSign(p, ']');
      return { type: 'list', items };
    }
    needSign(p, '{');
    const entries: Extract<Pattern, { readonly type: 'object' }>['entries'][number][] = [];
    do entries.push(parseEntry(p));
    while (takeSign(p, ','));
    needSign(p, '}');
    return { type: 'object', entries };
  });
}

function parseEntry(p: JqParser): Extract<Pattern, { readonly type: 'object' }>['entries'][number] {
  const token = next(p);
  if (token.kind === 'variable') {
    const key: Jq = { type: 'literal', value: token.value };
    return { variable: token.value, key, pattern: takeSign(p, ':') ? parsePattern(p) : undefined };
  }
  let key: Jq;
  if (token.kind === 'word') key = { type: 'literal', value: token.value };
  else if (token.kind === 'string') key = parseString(p, token, 'text');
  else if (token.kind === 'sign' && token.value === '(') {
    key = p.pipe(p);
    needSign(p, ')');
  } else {
    p.at--;
    throw unexpected(p, 'a key');
  }
  needSign(p, ':');
  return { variable: undefined, key, pattern: parsePattern(p) };
}
