import { isNumber } from '../values/number-kind.ts';
import { iterate, made } from './jq-outputs.ts';
import { numberOf } from './jq-values.ts';
import { Break, jqFailure } from './machine.ts';
import type { Emit, Env, NoPath, Path, Run } from './machine.ts';

export function needNumber(value: unknown): number {
  if (!isNumber(value)) throw jqFailure('Range bounds must be numeric');
  return numberOf(value);
}

export function count(env: Env, from: number, to: number, by: number, path: Path | NoPath, emit: Emit): void {
  if (by === 0 && from < to) throw jqFailure('Range step must not be zero');
  for (let at = from; by > 0 ? at < to : by < 0 ? at > to : false; at += by) {
    env.machine.charge(1);
    emit(at, made(path, at));
  }
}

/** Stops the body after so many outputs. */
export function take(most: number, body: Run, env: Env, input: unknown, path: Path | NoPath, emit: Emit): void {
  const stop = new Break({});
  let taken = 0;
  try {
    body(env, input, path, (value, at) => {
      taken++;
      emit(value, at);
      if (taken >= most) throw stop;
    });
  } catch (error) {
    if (error !== stop) throw error;
  }
}

/** Loops with a stack of its own, so that a million rounds need no million frames. */
export function repeatFrom(
  env: Env,
  input: unknown,
  path: Path | NoPath,
  round: (value: unknown, path: Path | NoPath, again: Emit) => void,
): void {
  const waiting: [unknown, Path | NoPath][] = [[input, path]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    env.machine.charge(1);
    const found: [unknown, Path | NoPath][] = [];
    round(next[0], next[1], (value, at) => found.push([value, at]));
    waiting.push(...found.reverse());
  }
}

/** The value, then what the body finds in it, and so on downwards. */
export function recurse(env: Env, input: unknown, path: Path | NoPath, emit: Emit, body: Run): void {
  repeatFrom(env, input, path, (value, at, again) => {
    emit(value, at);
    body(env, value, at, again);
  });
}

export function children(env: Env, value: unknown, path: Path | NoPath, emit: Emit): void {
  if (typeof value === 'object' && value !== null && !isNumber(value)) iterate(env, value, path, emit);
}
