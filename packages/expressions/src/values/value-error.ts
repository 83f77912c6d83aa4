/**
 * A mistake about values, thrown by filters, functions and operators, which know no template; whoever called them adds
 * the position and turns it into an ExpressionError.
 */
export class ValueError extends Error {
  override readonly name = 'ValueError';
  readonly kind: 'evaluation' | 'limit' | 'unknown';
  readonly suggestion: string | undefined;

  constructor(message: string, kind: ValueError['kind'] = 'evaluation', suggestion?: string) {
    super(message);
    this.kind = kind;
    this.suggestion = suggestion;
  }
}
