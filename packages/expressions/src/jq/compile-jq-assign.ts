import { operate } from './jq-arithmetic.ts';
import { made } from './jq-outputs.ts';
import type { CompileJq, Names } from './jq-outputs.ts';
import { deletePaths, getPath, updatePath } from './jq-paths.ts';
import { isTruthy } from './jq-values.ts';
import { pathsOf } from './paths-of.ts';
import { Break, nowhere } from './machine.ts';
import type { Env, Run } from './machine.ts';
import type { Jq } from './syntax.ts';

/** `=`, `|=`, and the arithmetic ones; all give a changed copy of the input. */
export function compileAssign(node: Extract<Jq, { type: 'assign' }>, names: Names, compileJq: CompileJq): Run {
  const left = compileJq(node.left, names);
  const right = compileJq(node.right, names);
  const { operator } = node;
  if (operator === '|') {
    return (env, input, path, emit) => {
      const result = updateAll(env, input, left, right);
      emit(result, made(path, result));
    };
  }
  return (env, input, path, emit) =>
    right(env, input, nowhere, (value) => {
      let result = input;
      for (const keys of pathsOf(left, env, input)) {
        env.machine.charge(1 + keys.length);
        result = updatePath(result, keys, (old) => assigned(operator, old, value, env));
      }
      emit(result, made(path, result));
    });
}

function assigned(operator: string, old: unknown, value: unknown, env: Env): unknown {
  if (operator === '') return value;
  if (operator === '//') return isTruthy(old) ? old : value;
  return operate(operator, old, value, env.machine);
}

/** The first output of the update counts; where there is none the path is deleted, as in jq 1.6. */
function updateAll(env: Env, input: unknown, left: Run, right: Run): unknown {
  let result = input;
  const emptied: unknown[][] = [];
  for (const keys of pathsOf(left, env, input)) {
    env.machine.charge(1 + keys.length);
    const [value] = firstOutput(right, env, getPath(result, keys));
    if (value === undefined) emptied.push(keys);
    else result = updatePath(result, keys, () => value);
  }
  return emptied.length === 0 ? result : deletePaths(result, emptied);
}

function firstOutput(run: Run, env: Env, input: unknown): [unknown] | [] {
  const stop = new Break({});
  let found: [unknown] | [] = [];
  try {
    run(env, input, nowhere, (value) => {
      found = [value];
      throw stop;
    });
  } catch (error) {
    if (error !== stop) throw error;
  }
  return found;
}
