import { nearestName } from '../analysis/nearest-name.ts';
import { ExpressionError } from '../expression-error.ts';
import { positionAt } from '../syntax/position.ts';
import { errorText, missingText } from '../text/error-text.ts';
import { keysOf, isMap } from '../values/plain-map.ts';
import { ValueError } from '../values/value-error.ts';
import type { Rendering } from './rendering.ts';

/** An evaluation error with the position of a part of the template. */
export function failure(
  source: string,
  offset: number,
  message: string,
  kind: ExpressionError['kind'] = 'evaluation',
  suggestion?: string,
  cause?: unknown,
): ExpressionError {
  const { line, column } = positionAt(source, offset);
  return new ExpressionError(errorText(message, source, line, suggestion), {
    kind,
    template: source,
    line,
    column,
    suggestion,
    cause,
  });
}

/** Gives an error of a filter, function or operator its position; errors that have one pass through. */
export function located(source: string, offset: number, error: unknown): ExpressionError {
  if (error instanceof ExpressionError) return error;
  if (error instanceof ValueError) return failure(source, offset, error.message, error.kind, error.suggestion, error);
  const message = error instanceof Error ? error.message : String(error);
  const isOverflow = error instanceof RangeError && /call stack|string length/i.test(message);
  return failure(source, offset, message, isOverflow ? 'limit' : 'evaluation', undefined, error);
}

/**
 * The error of an operator that hides what went wrong in it, as the original does; a bound that was reached stays
 * visible, and the suggestion is kept.
 */
export function wrapped(source: string, offset: number, message: string, error: unknown): ExpressionError {
  const cause = located(source, offset, error);
  if (cause.kind === 'limit') return cause;
  return failure(source, offset, message, 'evaluation', cause.suggestion, cause);
}

export function missingRoot(source: string, offset: number, name: string, s: Rendering): ExpressionError {
  return missing(source, offset, name, nearestName(name, s.knownNames()));
}

export function missingMember(source: string, offset: number, name: string, object: unknown): ExpressionError {
  const names = isMap(object) ? keysOf(object).filter((key) => typeof key === 'string') : [];
  return missing(source, offset, name, nearestName(name, names));
}

export function isMissing(error: unknown): boolean {
  return error instanceof ExpressionError && error.kind === 'missing';
}

function missing(source: string, offset: number, name: string, suggestion: string | undefined): ExpressionError {
  const { line, column } = positionAt(source, offset);
  return new ExpressionError(missingText(name, source, line, suggestion), {
    kind: 'missing',
    template: source,
    line,
    column,
    suggestion,
  });
}
