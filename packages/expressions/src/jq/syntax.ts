/** The tree of a jq program. */
export type Jq =
  | { readonly type: 'identity' }
  | { readonly type: 'literal'; readonly value: unknown }
  | { readonly type: 'string'; readonly format: string; readonly parts: readonly (string | Jq)[] }
  | { readonly type: 'format'; readonly name: string }
  | { readonly type: 'index'; readonly target: Jq; readonly key: Jq }
  | { readonly type: 'slice'; readonly target: Jq; readonly from: Jq | undefined; readonly to: Jq | undefined }
  | { readonly type: 'iterate'; readonly target: Jq }
  | { readonly type: 'list'; readonly body: Jq | undefined }
  | { readonly type: 'object'; readonly entries: readonly { readonly key: Jq; readonly value: Jq }[] }
  | { readonly type: 'negate'; readonly body: Jq }
  | { readonly type: 'pipe' | 'comma' | 'and' | 'or' | 'alternative'; readonly left: Jq; readonly right: Jq }
  | { readonly type: 'operator'; readonly operator: string; readonly left: Jq; readonly right: Jq }
  | { readonly type: 'assign'; readonly operator: string; readonly left: Jq; readonly right: Jq }
  | { readonly type: 'if'; readonly condition: Jq; readonly whenTrue: Jq; readonly whenFalse: Jq }
  | { readonly type: 'try'; readonly body: Jq; readonly handler: Jq | undefined }
  | {
      readonly type: 'reduce';
      readonly source: Jq;
      readonly pattern: Pattern;
      readonly start: Jq;
      readonly update: Jq;
    }
  | {
      readonly type: 'foreach';
      readonly source: Jq;
      readonly pattern: Pattern;
      readonly start: Jq;
      readonly update: Jq;
      readonly extract: Jq;
    }
  | { readonly type: 'define'; readonly definition: Definition; readonly rest: Jq }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Jq[] }
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'bind'; readonly source: Jq; readonly patterns: readonly Pattern[]; readonly body: Jq }
  | { readonly type: 'label'; readonly name: string; readonly body: Jq }
  | { readonly type: 'break'; readonly name: string };

/** What follows `as`. */
export type Pattern =
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'list'; readonly items: readonly Pattern[] }
  | {
      readonly type: 'object';
      readonly entries: readonly {
        readonly variable: string | undefined;
        readonly key: Jq;
        readonly pattern: Pattern | undefined;
      }[];
    };

export interface Definition {
  readonly name: string;
  /** With a leading `$` for those whose value is taken. */
  readonly parameters: readonly string[];
  readonly body: Jq;
}
