import { peek, unexpected } from './jq-parser.ts';
import type { JqParser } from './jq-parser.ts';
import type { JqToken } from './jq-tokens.ts';
import type { Jq } from './syntax.ts';

/** A string with what is interpolated in it; `format` is applied to that. */
export function parseString(p: JqParser, token: JqToken, format: string): Jq {
  const [only] = token.parts;
  if (token.parts.length === 1 && typeof only === 'string') return { type: 'literal', value: only };
  const parts = token.parts.map((part) => {
    if (typeof part === 'string') return part;
    const inner: JqParser = { ...p, tokens: part, at: 0 };
    const body = p.pipe(inner);
    if (peek(inner).kind !== 'end') throw unexpected(inner, "')'");
    return body;
  });
  return { type: 'string', format, parts };
}
