import type { JqParser } from './jq-parser.ts';
import { needSign, nestedJq, next, peek, takeSign, unexpected } from './jq-parser.ts';
import { parseString } from './parse-jq-string.ts';
import type { Jq } from './syntax.ts';

type Entry = Extract<Jq, { readonly type: 'object' }>['entries'][number];

/** `{a, $b, "c", @base64 "d": 1, (e): 2}`; the opening brace has been read. */
export function parseJqObject(p: JqParser): Jq {
  const entries: Entry[] = [];
  if (!takeSign(p, '}')) {
    do entries.push(parseEntry(p));
    while (takeSign(p, ','));
    needSign(p, '}');
  }
  return { type: 'object', entries };
}

function parseEntry(p: JqParser): Entry {
  const token = next(p);
  if (token.kind === 'sign' && token.value === '(') {
    const key = p.pipe(p);
    needSign(p, ')');
    needSign(p, ':');
    return { key, value: parseValue(p) };
  }
  if (token.kind === 'variable') {
    const key: Jq = { type: 'literal', value: token.value };
    return { key, value: takeSign(p, ':') ? parseValue(p) : variable(token.value) };
  }
  const key = keyOf(p, token);
  if (takeSign(p, ':')) return { key, value: parseValue(p) };
  return { key, value: { type: 'index', target: { type: 'identity' }, key } };
}

function variable(name: string): Jq {
  return name === '__loc__' ? { type: 'literal', value: { file: '<top-level>', line: 1 } } : { type: 'variable', name };
}

function keyOf(p: JqParser, token: ReturnType<typeof next>): Jq {
  if (token.kind === 'word') return { type: 'literal', value: token.value };
  if (token.kind === 'string') return parseString(p, token, 'text');
  if (token.kind === 'format' && peek(p).kind === 'string') return parseString(p, next(p), token.value.slice(1));
  p.at--;
  throw unexpected(p, 'a key');
}

/** Everything but a comma; a pipe is allowed. */
function parseValue(p: JqParser): Jq {
  return nestedJq(p, () => {
    const left = p.operators(p, 0);
    return takeSign(p, '|') ? { type: 'pipe', left, right: parseValue(p) } : left;
  });
}
