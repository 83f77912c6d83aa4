import type { Limits } from './limits.ts';

/**
 * A function with effects outside (secret, kv, read, http …). Positional arguments arrive under the names that the
 * function's signature declares; arguments of functions without a declared signature arrive as '0', '1' ….
 * May return a promise; then only `renderAsync` and `renderTypedAsync` can render the template.
 */
export type ContextFunction = (
  args: Readonly<Record<string, unknown>>,
  call: { readonly template: string; readonly line: number },
) => unknown;

/** What a rendering may see. Everything in it belongs to one tenant: the template can reach nothing else. */
export interface Context {
  /**
   * The value of a root variable; `undefined` when there is none, null is a value. Called only for names that the
   * template uses, at most once a name and rendering.
   */
  lookup(name: string): unknown;
  /** Names of all roots: for suggestions, `printContext()` and completion. */
  names(): Iterable<string>;
  readonly functions?: Readonly<Record<string, ContextFunction>>;
  /** The present in epoch milliseconds; default Date.now. */
  readonly now?: () => number;
  /** Uniform in [0,1); default Math.random. */
  readonly random?: () => number;
  /** IANA name or offset; default is the zone of the server. */
  readonly timeZone?: string;
  /** BCP 47 or Java form (`en_US`); default `en`. */
  readonly locale?: string;
  /** Render the output again until it stops changing; `render()` and `renderOnce()` do not exist then. */
  readonly recursive?: boolean;
  readonly limits?: Partial<Limits>;
}

/** A context over plain variables; only own properties are found. */
export function contextOf(
  variables: Readonly<Record<string, unknown>>,
  rest: Omit<Context, 'lookup' | 'names'> = {},
): Context {
  return {
    ...rest,
    lookup: (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined),
    names: () => Object.keys(variables),
  };
}
