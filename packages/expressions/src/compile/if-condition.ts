import type { ExpressionError } from '../expression-error.ts';
import type { Compiler } from './compiler.ts';
import { wrapped } from './failures.ts';

/** Whatever goes wrong in the condition of an `if` is hidden behind this wording, as in the original. */
export function wrongCondition(c: Compiler, offset: number, error: unknown): ExpressionError {
  return wrapped(c.source, offset, 'Wrong operand(s) type in conditional expression', error);
}
