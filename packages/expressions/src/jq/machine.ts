import { ValueError } from '../values/value-error.ts';

/** An error that a jq program can catch; `value` is what `catch` sees. */
export class JqError extends Error {
  readonly value: unknown;
  constructor(value: unknown, message: string) {
    super(message);
    this.value = value;
  }
}

/** Leaves everything up to the label that made it. An Error only because nothing else should be thrown. */
export class Break extends Error {
  readonly label: object;
  constructor(label: object) {
    super('break');
    this.label = label;
  }
}

/** An error of what comes after a `try`, on its way through it: `try` catches only what happens inside. */
export class Downstream extends Error {
  readonly error: unknown;
  constructor(error: unknown) {
    super('downstream');
    this.error = error;
  }
}

/** Where a value was found, from the innermost key outwards; `root` is the whole input. */
export type Path = { readonly parent: Path; readonly key: unknown } | typeof root | typeof nowhere;

export const root: unique symbol = Symbol('root');
/** Paths are not followed here. */
export const nowhere: unique symbol = Symbol('nowhere');

/** A value that was made, not found, where a path is wanted. */
export class NoPath {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

export type Emit = (value: unknown, path: Path | NoPath) => void;

/** Gives every output for an input to `emit`, in order. */
export type Run = (env: Env, input: unknown, path: Path | NoPath, emit: Emit) => void;

/** What the names in a program stand for, innermost first. */
export interface Env {
  readonly parent: Env | undefined;
  /** `$x` for variables, `f/1` for functions, `*x` for labels. */
  readonly name: string;
  readonly value: unknown;
  readonly machine: Machine;
}

/** A function, with the names that it was defined among; a closure argument has no parameters. */
export interface Closure {
  readonly run: Run;
  readonly parameters: readonly string[];
  env: Env;
}

export interface Machine {
  charge(steps: number): void;
  now(): number;
  depth: number;
}

/** User functions that call each other deeper than this would end the stack. */
export const deepestCalls = 400;

export function bind(env: Env, name: string, value: unknown): Env {
  return { parent: env, name, value, machine: env.machine };
}

export function find(env: Env, name: string): unknown {
  for (let at: Env | undefined = env; at !== undefined; at = at.parent) if (at.name === name) return at.value;
  return undefined;
}

export function pathKeys(path: Path | NoPath, describe: (value: unknown) => string): unknown[] {
  const keys: unknown[] = [];
  let at: Path | NoPath = path;
  while (typeof at === 'object' && !(at instanceof NoPath)) {
    keys.push(at.key);
    at = at.parent;
  }
  if (at instanceof NoPath) {
    const message = `Invalid path expression with result ${describe(at.value)}`;
    throw new JqError(message, message);
  }
  return keys.reverse();
}

export function jqFailure(message: string): JqError {
  return new JqError(message, message);
}

export function tooDeep(): ValueError {
  return new ValueError('the functions of the jq program call each other too deeply', 'limit');
}
