import { ValueError } from '../values/value-error.ts';
import type { JqParser } from './jq-parser.ts';
import {
  isSign,
  needKind,
  needSign,
  needWord,
  nestedJq,
  next,
  peek,
  takeSign,
  takeWord,
  unexpected,
} from './jq-parser.ts';
import { parseJqObject } from './parse-jq-object.ts';
import { parsePatterns } from './parse-jq-pattern.ts';
import { parseDefinition } from './parse-jq-definition.ts';
import { parseString } from './parse-jq-string.ts';
import type { Jq } from './syntax.ts';

const identity: Jq = { type: 'identity' };
const longestPostfix = 300;

/** A term with what follows it: fields, indexes, `?`, and `as`. */
export function parseJqTerm(p: JqParser): Jq {
  return nestedJq(p, () => {
    let term = parseStart(p);
    for (let count = 0; ; count++) {
      if (count > longestPostfix) throw new ValueError('the program is too long');
      const following = parsePostfix(p, term);
      if (following === undefined) break;
      term = following;
    }
    if (!takeWord(p, 'as')) return term;
    const patterns = parsePatterns(p);
    needSign(p, '|');
    return { type: 'bind', source: term, patterns, body: p.pipe(p) };
  });
}

function parsePostfix(p: JqParser, target: Jq): Jq | undefined {
  if (takeSign(p, '?')) return { type: 'try', body: target, handler: undefined };
  if (peek(p).kind === 'field') return { type: 'index', target, key: { type: 'literal', value: next(p).value } };
  if (isSign(p, '.') && peek(p, 1).kind === 'string') {
    p.at++;
    return { type: 'index', target, key: parseString(p, next(p), 'text') };
  }
  if (isSign(p, '.') && isSign(p, '[', 1)) p.at++;
  return isSign(p, '[') ? parseBrackets(p, target) : undefined;
}

function parseBrackets(p: JqParser, target: Jq): Jq {
  p.at++;
  if (takeSign(p, ']')) return { type: 'iterate', target };
  if (takeSign(p, ':')) {
    const to = p.pipe(p);
    needSign(p, ']');
    return { type: 'slice', target, from: undefined, to };
  }
  const key = p.pipe(p);
  if (takeSign(p, ':')) {
    const to = isSign(p, ']') ? undefined : p.pipe(p);
    needSign(p, ']');
    return { type: 'slice', target, from: key, to };
  }
  needSign(p, ']');
  return { type: 'index', target, key };
}

function parseStart(p: JqParser): Jq {
  const token = next(p);
  switch (token.kind) {
    case 'number':
      return { type: 'literal', value: Number(token.value) };
    case 'string':
      return parseString(p, token, 'text');
    case 'field':
      return { type: 'index', target: identity, key: { type: 'literal', value: token.value } };
    case 'variable':
      return token.value === '__loc__'
        ? { type: 'literal', value: { file: '<top-level>', line: 1 } }
        : { type: 'variable', name: token.value };
    case 'format':
      if (peek(p).kind === 'string') return parseString(p, next(p), token.value.slice(1));
      return { type: 'format', name: token.value.slice(1) };
    case 'word':
      return parseWord(p, token.value);
    case 'sign':
      return parseSign(p, token.value);
    default:
      p.at--;
      throw unexpected(p, 'an expression');
  }
}

function parseSign(p: JqParser, sign: string): Jq {
  if (sign === '.') {
    if (peek(p).kind === 'string') return { type: 'index', target: identity, key: parseString(p, next(p), 'text') };
    return isSign(p, '[') ? parseBrackets(p, identity) : identity;
  }
  if (sign === '..') return { type: 'call', name: 'recurse', args: [] };
  if (sign === '(') {
    const inner = p.pipe(p);
    needSign(p, ')');
    return inner;
  }
  if (sign === '[') {
    if (takeSign(p, ']')) return { type: 'list', body: undefined };
    const body = p.pipe(p);
    needSign(p, ']');
    return { type: 'list', body };
  }
  if (sign === '{') return parseJqObject(p);
  p.at--;
  throw unexpected(p, 'an expression');
}

function parseWord(p: JqParser, word: string): Jq {
  switch (word) {
    case 'true':
    case 'false':
      return { type: 'literal', value: word === 'true' };
    case 'null':
      return { type: 'literal', value: null };
    case 'if':
      return parseIf(p);
    case 'try': {
      const body = parseTryPart(p);
      return { type: 'try', body, handler: takeWord(p, 'catch') ? parseTryPart(p) : undefined };
    }
    case 'reduce':
    case 'foreach':
      return parseFold(p, word);
    case 'label': {
      const name = needKind(p, 'variable');
      needSign(p, '|');
      return { type: 'label', name, body: p.pipe(p) };
    }
    case 'break':
      return { type: 'break', name: needKind(p, 'variable') };
    case 'def': {
      p.at--;
      const definition = parseDefinition(p);
      return { type: 'define', definition, rest: p.pipe(p) };
    }
    default:
      return parseCall(p, word);
  }
}

const keywords = new Set(['then', 'elif', 'else', 'end', 'as', 'catch', 'and', 'or', 'import', 'include']);

function parseCall(p: JqParser, name: string): Jq {
  if (keywords.has(name)) {
    p.at--;
    throw unexpected(p, 'an expression');
  }
  const args: Jq[] = [];
  if (takeSign(p, '(')) {
    do args.push(p.pipe(p));
    while (takeSign(p, ';'));
    needSign(p, ')');
  }
  return { type: 'call', name, args };
}

/** What `try` and `catch` take is a term without `as`. */
function parseTryPart(p: JqParser): Jq {
  return nestedJq(p, () => {
    if (takeSign(p, '-')) return { type: 'negate', body: parseTryPart(p) };
    let term = parseStart(p);
    for (let count = 0; count < longestPostfix; count++) {
      const following = parsePostfix(p, term);
      if (following === undefined) break;
      term = following;
    }
    return term;
  });
}

function parseIf(p: JqParser): Jq {
  const condition = p.pipe(p);
  needWord(p, 'then');
  const whenTrue = p.pipe(p);
  let whenFalse: Jq = identity;
  if (takeWord(p, 'elif')) return { type: 'if', condition, whenTrue, whenFalse: nestedJq(p, () => parseIf(p)) };
  if (takeWord(p, 'else')) whenFalse = p.pipe(p);
  needWord(p, 'end');
  return { type: 'if', condition, whenTrue, whenFalse };
}

function parseFold(p: JqParser, type: 'reduce' | 'foreach'): Jq {
  const source = parseTryPart(p);
  needWord(p, 'as');
  const [pattern] = parsePatterns(p);
  if (pattern === undefined) throw unexpected(p, 'a pattern');
  needSign(p, '(');
  const start = p.pipe(p);
  needSign(p, ';');
  const update = p.pipe(p);
  const extract = type === 'foreach' && takeSign(p, ';') ? p.pipe(p) : identity;
  needSign(p, ')');
  return type === 'reduce'
    ? { type, source, pattern, start, update }
    : { type, source, pattern, start, update, extract };
}
