/** What went wrong: the text of the template, a missing variable, an unknown word, a value, or a bound. */
export type ExpressionErrorKind = 'syntax' | 'missing' | 'unknown' | 'evaluation' | 'limit';

export interface ExpressionErrorDetails {
  readonly kind: ExpressionErrorKind;
  readonly template: string;
  readonly line: number;
  readonly column: number;
  readonly suggestion?: string | undefined;
  readonly cause?: unknown;
}

/**
 * The only error that parsing and rendering throw. `line` and `column` count from 1 and point into `template`;
 * `suggestion` is the nearest known name when the error is about an unknown one.
 */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  readonly kind: ExpressionErrorKind;
  readonly template: string;
  readonly line: number;
  readonly column: number;
  readonly suggestion?: string;

  constructor(message: string, details: ExpressionErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = details.kind;
    this.template = details.template;
    this.line = details.line;
    this.column = details.column;
    if (details.suggestion !== undefined) this.suggestion = details.suggestion;
  }
}
