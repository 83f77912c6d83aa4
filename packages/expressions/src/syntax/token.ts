/** Names are those of the original, because error texts carry them. */
export type TokenKind =
  | 'TEXT'
  | 'RAW'
  | 'PRINT_START'
  | 'PRINT_END'
  | 'EXECUTE_START'
  | 'EXECUTE_END'
  | 'NAME'
  | 'STRING'
  | 'NUMBER'
  | 'LONG'
  | 'OPERATOR'
  | 'PUNCTUATION'
  | 'STRING_START'
  | 'STRING_END'
  | 'STRING_INTERPOLATION_START'
  | 'STRING_INTERPOLATION_END'
  | 'ERROR'
  | 'EOF';

/** `value` is the meaning (a string without quotes); offsets are UTF-16 units of the source. */
export interface Token {
  readonly kind: TokenKind;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}
