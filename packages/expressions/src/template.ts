/** A variable path that a template names. Offsets are UTF-16 units from the start; line and column count from 1. */
export interface Reference {
  /** 'outputs', 't1', 'value'; stops at the first dynamic key. */
  readonly path: readonly string[];
  /** False when a dynamic key follows the path. */
  readonly complete: boolean;
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
}

/** A compiled template; immutable, shareable between tenants. */
export interface Template {
  readonly source: string;
  /** No expression at all: rendering returns the source. */
  readonly isLiteral: boolean;
  /** One print and nothing around it: may be had as a value instead of as text. */
  readonly isPrint: boolean;
  /** Names of variables that rendering may look up ('inputs', 'outputs' …). */
  readonly roots: ReadonlySet<string>;
  /** Every variable path named, in the order of the source. */
  readonly references: readonly Reference[];
  /** Functions called, by name. */
  readonly functions: ReadonlySet<string>;
  /** Calls a function of the context (which may be asynchronous), or renders texts that might. */
  readonly mayWait: boolean;
}
