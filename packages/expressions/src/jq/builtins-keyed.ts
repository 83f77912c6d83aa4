import { describe, compareJq, toJq } from './jq-values.ts';
import { made, outputs } from './jq-outputs.ts';
import { jqFailure } from './machine.ts';
import type { Run } from './machine.ts';

const identity: Run = (_, input, path, emit) => emit(input, path);

type Pair = readonly [key: unknown, value: unknown];

/** For builtins over a list and a key of each item; the pairs arrive sorted by key, equal ones in their order. */
export function keyed(finish: (pairs: readonly Pair[]) => unknown): (args: readonly Run[]) => Run {
  return ([body = identity]) =>
    (env, input, path, emit) => {
      if (!Array.isArray(input)) throw jqFailure(`${describe(input)} cannot be sorted, as it is not an array`);
      const pairs = input.map((item: unknown): Pair => [outputs(body, env, toJq(item)), toJq(item)]);
      env.machine.charge(pairs.length * 2);
      const result = finish(pairs.sort((a, b) => compareJq(a[0], b[0])));
      emit(result, made(path, result));
    };
}

export function groups(pairs: readonly Pair[]): Pair[][] {
  const found: Pair[][] = [];
  for (const pair of pairs) {
    const last = found.at(-1);
    if (last?.[0] !== undefined && compareJq(last[0][0], pair[0]) === 0) last.push(pair);
    else found.push([pair]);
  }
  return found;
}

/** Of equal ones the last, as jq does. */
export function largest(pairs: readonly Pair[]): unknown {
  return pairs.at(-1)?.[1] ?? null;
}
