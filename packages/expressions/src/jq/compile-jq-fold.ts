import { compilePattern, variablesOf } from './bind-pattern.ts';
import type { CompileJq, Names } from './jq-outputs.ts';
import { nowhere } from './machine.ts';
import type { NoPath, Path, Run } from './machine.ts';
import type { Jq } from './syntax.ts';

/** Of several outputs of an update the last one counts; with none the state becomes null. */
export function compileReduce(node: Extract<Jq, { type: 'reduce' }>, names: Names, compileJq: CompileJq): Run {
  const inner = new Set([...names, ...variablesOf(node.pattern)]);
  const source = compileJq(node.source, names);
  const take = compilePattern(node.pattern, inner, compileJq);
  const start = compileJq(node.start, names);
  const update = compileJq(node.update, inner);
  return (env, input, path, emit) =>
    start(env, input, path, (first, firstPath) => {
      let state: unknown = first;
      let statePath: Path | NoPath = firstPath;
      source(env, input, nowhere, (value) =>
        take(env, value, input, (bound) => {
          env.machine.charge(1);
          const before = state;
          const beforePath = statePath;
          state = null;
          update(bound, before, beforePath, (next, nextPath) => {
            state = next;
            statePath = nextPath;
          });
        }),
      );
      emit(state, statePath);
    });
}

export function compileForeach(node: Extract<Jq, { type: 'foreach' }>, names: Names, compileJq: CompileJq): Run {
  const inner = new Set([...names, ...variablesOf(node.pattern)]);
  const source = compileJq(node.source, names);
  const take = compilePattern(node.pattern, inner, compileJq);
  const start = compileJq(node.start, names);
  const update = compileJq(node.update, inner);
  const extract = compileJq(node.extract, inner);
  return (env, input, path, emit) =>
    start(env, input, path, (first, firstPath) => {
      let state: unknown = first;
      let statePath: Path | NoPath = firstPath;
      source(env, input, nowhere, (value) =>
        take(env, value, input, (bound) => {
          env.machine.charge(1);
          update(bound, state, statePath, (next, nextPath) => {
            state = next;
            statePath = nextPath;
            extract(bound, next, nextPath, emit);
          });
        }),
      );
    });
}
