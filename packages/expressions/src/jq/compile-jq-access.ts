import { mapOf } from '../values/plain-map.ts';
import { step } from './jq-outputs.ts';
import type { CompileJq, Names } from './jq-outputs.ts';
import { indexValue } from './jq-paths.ts';
import { nowhere } from './machine.ts';
import type { Run } from './machine.ts';
import type { Jq } from './syntax.ts';

export function compileIndex(targetNode: Jq, keyNode: Jq, names: Names, compileJq: CompileJq): Run {
  const target = compileJq(targetNode, names);
  if (keyNode.type === 'literal') {
    const key = keyNode.value;
    return (env, input, path, emit) =>
      target(env, input, path, (value, at) => emit(indexValue(value, key), step(at, key)));
  }
  const key = compileJq(keyNode, names);
  return (env, input, path, emit) =>
    target(env, input, path, (value, at) => key(env, input, nowhere, (k) => emit(indexValue(value, k), step(at, k))));
}

export function compileSlice(node: Extract<Jq, { type: 'slice' }>, names: Names, compileJq: CompileJq): Run {
  const target = compileJq(node.target, names);
  const none: Run = (_, __, path, emit) => emit(null, path);
  const from = node.from === undefined ? none : compileJq(node.from, names);
  const to = node.to === undefined ? none : compileJq(node.to, names);
  return (env, input, path, emit) =>
    target(env, input, path, (value, at) =>
      to(env, input, nowhere, (end) =>
        from(env, input, nowhere, (start) => {
          const key = mapOf([
            ['start', start],
            ['end', end],
          ]);
          emit(indexValue(value, key), step(at, key));
        }),
      ),
    );
}
