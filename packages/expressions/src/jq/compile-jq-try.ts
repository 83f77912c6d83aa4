import { made } from './jq-outputs.ts';
import type { CompileJq, Names } from './jq-outputs.ts';
import { isTruthy } from './jq-values.ts';
import { Downstream, JqError } from './machine.ts';
import type { Emit, Run } from './machine.ts';
import type { Jq } from './syntax.ts';

/** `a // b`: the outputs of a that are neither null nor false; those of b when there are none. Errors in a end it. */
export function compileAlternative(
  node: Extract<Jq, { type: 'pipe' | 'comma' | 'and' | 'or' | 'alternative' }>,
  names: Names,
  compileJq: CompileJq,
): Run {
  const left = compileJq(node.left, names);
  const right = compileJq(node.right, names);
  return (env, input, path, emit) => {
    let hasOutput = false;
    guarded(
      (inner) =>
        left(env, input, path, (value, at) => {
          if (!isTruthy(value)) return;
          hasOutput = true;
          inner(value, at);
        }),
      emit,
      () => undefined,
    );
    if (!hasOutput) right(env, input, path, emit);
  };
}

export function compileTry(node: Extract<Jq, { type: 'try' }>, names: Names, compileJq: CompileJq): Run {
  const body = compileJq(node.body, names);
  const handler = node.handler === undefined ? undefined : compileJq(node.handler, names);
  return (env, input, path, emit) =>
    guarded(
      (inner) => body(env, input, path, inner),
      emit,
      (value) => handler?.(env, value, made(path, value), emit),
    );
}

/** Catches errors of the body, but none of what its outputs lead to; `error(break)` leaves silently. */
function guarded(body: (emit: Emit) => void, emit: Emit, onError: (value: unknown) => void): void {
  const own = {};
  try {
    body((value, path) => {
      try {
        emit(value, path);
      } catch (error) {
        throw error instanceof JqError ? new Downstream({ own, error }) : error;
      }
    });
  } catch (error) {
    if (error instanceof Downstream) {
      const inner = error.error as { own: object; error: unknown };
      throw inner.own === own ? inner.error : error;
    }
    if (!(error instanceof JqError)) throw error;
    onError(error.value);
  }
}
