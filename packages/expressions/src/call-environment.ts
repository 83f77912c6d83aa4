import type { Limits } from './limits.ts';

/** What filters and functions may use of the rendering that they are called in. */
export interface CallEnvironment {
  readonly limits: Limits;
  /** Counts work against the limit of steps; throws when it is used up. */
  charge(steps: number): void;
  readonly timeZone: string;
  readonly locale: string;
  now(): number;
  random(): number;
  /** A variable that the template sees; undefined when there is none. */
  variable(name: string): unknown;
  /** All variables of the context, for printContext(). */
  variables(): Readonly<Record<string, unknown>>;
  /**
   * `sort` and `reverse` work in place, but data of the context must not change: from here on this rendering sees the
   * new list wherever it would see the old one.
   */
  replaceList(original: readonly unknown[], changed: readonly unknown[]): void;
}

/** `args` are in the order of the declared parameters, undefined where not given. */
export type Filter = (input: unknown, args: readonly unknown[], environment: CallEnvironment) => unknown;

export type PureFunction = (args: readonly unknown[], environment: CallEnvironment) => unknown;
