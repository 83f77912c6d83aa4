import { ExpressionError } from '../expression-error.ts';
import { errorText } from '../text/error-text.ts';
import { positionAt } from './position.ts';

/** What the tokenizer and the parser throw at each other; positions are resolved where it leaves the package. */
export interface SyntaxProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly suggestion?: string | undefined;
}

export function syntaxError(source: string, problem: SyntaxProblem): ExpressionError {
  const { line, column } = positionAt(source, problem.start);
  return new ExpressionError(errorText(problem.message, source, line, problem.suggestion), {
    kind: 'syntax',
    template: source,
    line,
    column,
    suggestion: problem.suggestion,
  });
}
