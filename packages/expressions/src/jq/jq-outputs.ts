import { entriesOf, isMap } from '../values/plain-map.ts';
import { describe, jqText, toJq } from './jq-values.ts';
import { NoPath, jqFailure, nowhere } from './machine.ts';
import type { Emit, Env, Path, Run } from './machine.ts';
import type { Jq } from './syntax.ts';

/** Names known where a part of the program stands: `$x`, `f/1`, `*label`. */
export type Names = ReadonlySet<string>;

/** How the parts of a part are compiled; handed over, because they hold each other. */
export type CompileJq = (node: Jq, names: Names) => Run;

/** A value that was made has no path; that matters only where paths are followed. */
export function made(path: Path | NoPath, value: unknown): Path | NoPath {
  return path === nowhere ? nowhere : new NoPath(value);
}

export function step(path: Path | NoPath, key: unknown): Path | NoPath {
  if (path === nowhere) return nowhere;
  if (path instanceof NoPath) throw jqFailure(`Invalid path expression with result ${jqText(path.value)}`);
  return { parent: path, key };
}

/** All outputs, as a list. */
export function outputs(run: Run, env: Env, input: unknown): unknown[] {
  const values: unknown[] = [];
  run(env, input, nowhere, (value) => {
    env.machine.charge(1);
    values.push(value);
  });
  return values;
}

/** The names that the parameters of a function bring: a closure each, and a variable for those with `$`. */
export function parameterNames(parameters: readonly string[]): string[] {
  return parameters.flatMap((name) => (name.startsWith('$') ? [`${name.slice(1)}/0`, name] : [`${name}/0`]));
}

export function compileIterate(target: Run): Run {
  return (env, input, path, emit) => target(env, input, path, (value, at) => iterate(env, value, at, emit));
}

export function iterate(env: Env, value: unknown, path: Path | NoPath, emit: Emit): void {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      env.machine.charge(1);
      emit(toJq(value[index]), step(path, index));
    }
  } else if (isMap(value)) {
    for (const [key, item] of entriesOf(value)) {
      env.machine.charge(1);
      emit(toJq(item), step(path, key));
    }
  } else throw jqFailure(`Cannot iterate over ${value === null ? 'null' : describe(value)}`);
}
