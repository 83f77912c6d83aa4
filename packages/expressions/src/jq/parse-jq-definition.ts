import { needKind, needSign, next, peek, takeSign } from './jq-parser.ts';
import type { JqParser } from './jq-parser.ts';
import type { Definition } from './syntax.ts';

/** `def name(parameters): body;`; stands at the word `def`. */
export function parseDefinition(p: JqParser): Definition {
  p.at++;
  const name = needKind(p, 'word');
  const parameters: string[] = [];
  if (takeSign(p, '(')) {
    do parameters.push(peek(p).kind === 'variable' ? `$${next(p).value}` : needKind(p, 'word'));
    while (takeSign(p, ';'));
    needSign(p, ')');
  }
  needSign(p, ':');
  const body = p.pipe(p);
  needSign(p, ';');
  return { name, parameters, body };
}
