import { groups, keyed, largest } from './builtins-keyed.ts';
import { children, count, needNumber, recurse, repeatFrom, take } from './builtins-loops.ts';
import { compileIterate, made, step } from './jq-outputs.ts';
import { deletePaths, getPath } from './jq-paths.ts';
import { describe, isTruthy, jqText, numberOf } from './jq-values.ts';
import { Break, JqError, jqFailure, nowhere, pathKeys, root } from './machine.ts';
import type { NoPath, Path, Run } from './machine.ts';
import { pathsOf } from './paths-of.ts';

type MakeRun = (args: readonly Run[]) => Run;

const identity: Run = (_, input, path, emit) => emit(input, path);

/** Builtins that take programs, give several outputs, or keep the path, by name and number of arguments. */
export const builtinRuns: Readonly<Record<string, MakeRun>> = {
  'empty/0': () => () => undefined,
  'error/0': () => (_, input) => fail(input),
  'error/1':
    ([message = identity]) =>
    (env, input) =>
      message(env, input, nowhere, fail),
  'path/1':
    ([body = identity]) =>
    (env, input, path, emit) => {
      for (const keys of pathsOf(body, env, input)) emit(keys, made(path, keys));
    },
  'getpath/1':
    ([keys = identity]) =>
    (env, input, path, emit) =>
      keys(env, input, nowhere, (list) => {
        if (!Array.isArray(list)) throw jqFailure('Path must be specified as an array');
        const at = list.reduce((parent: Path | NoPath, key: unknown) => step(parent, key), path);
        let value: unknown;
        try {
          value = getPath(input, list);
        } catch (error) {
          if (path === nowhere || !(error instanceof JqError)) throw error;
          value = null;
        }
        emit(value, at);
      }),
  'select/1':
    ([condition = identity]) =>
    (env, input, path, emit) =>
      condition(env, input, nowhere, (value) => {
        if (isTruthy(value)) emit(input, path);
      }),
  'recurse/0': () => (env, input, path, emit) => recurse(env, input, path, emit, children),
  'recurse/1':
    ([body = identity]) =>
    (env, input, path, emit) =>
      recurse(env, input, path, emit, (e, value, at, found) => body(e, value, at, found)),
  'range/1':
    ([end = identity]) =>
    (env, input, path, emit) =>
      end(env, input, nowhere, (to) => count(env, 0, needNumber(to), 1, path, emit)),
  'range/2':
    ([start = identity, end = identity]) =>
    (env, input, path, emit) =>
      start(env, input, nowhere, (from) =>
        end(env, input, nowhere, (to) => count(env, needNumber(from), needNumber(to), 1, path, emit)),
      ),
  'range/3':
    ([start = identity, end = identity, by = identity]) =>
    (env, input, path, emit) =>
      start(env, input, nowhere, (from) =>
        end(env, input, nowhere, (to) =>
          by(env, input, nowhere, (increment) =>
            count(env, needNumber(from), needNumber(to), needNumber(increment), path, emit),
          ),
        ),
      ),
  'first/1':
    ([body = identity]) =>
    (env, input, path, emit) =>
      take(1, body, env, input, path, emit),
  'limit/2':
    ([length = identity, body = identity]) =>
    (env, input, path, emit) =>
      length(env, input, nowhere, (n) => {
        const most = numberOf(n);
        if (most > 0) take(most, body, env, input, path, emit);
        else if (most < 0) body(env, input, path, emit);
      }),
  'last/1':
    ([body = identity]) =>
    (env, input, path, emit) => {
      let found: [unknown, Path | NoPath] | undefined;
      body(env, input, path, (value, at) => (found = [value, at]));
      if (found !== undefined) emit(...found);
    },
  'isempty/1':
    ([body = identity]) =>
    (env, input, path, emit) => {
      let isEmpty = true;
      take(1, body, env, input, nowhere, () => (isEmpty = false));
      emit(isEmpty, made(path, isEmpty));
    },
  'until/2':
    ([condition = identity, update = identity]) =>
    (env, input, path, emit) =>
      repeatFrom(env, input, path, (value, at, again) =>
        condition(env, value, nowhere, (done) => (isTruthy(done) ? emit(value, at) : update(env, value, at, again))),
      ),
  'while/2':
    ([condition = identity, update = identity]) =>
    (env, input, path, emit) =>
      repeatFrom(env, input, path, (value, at, again) =>
        condition(env, value, nowhere, (goesOn) => {
          if (!isTruthy(goesOn)) return;
          emit(value, at);
          update(env, value, at, again);
        }),
      ),
  'repeat/1':
    ([update = identity]) =>
    (env, input, path, emit) =>
      repeatFrom(env, input, path, (value, at, again) => {
        emit(value, at);
        update(env, value, at, again);
      }),
  'map/1': ([body = identity]) => {
    const each = compileIterate(identity);
    return (env, input, path, emit) => {
      const items: unknown[] = [];
      each(env, input, nowhere, (item) => body(env, item, nowhere, (value) => items.push(value)));
      emit(items, made(path, items));
    };
  },
  'del/1':
    ([body = identity]) =>
    (env, input, path, emit) => {
      const result = deletePaths(input, pathsOf(body, env, input));
      emit(result, made(path, result));
    },
  'paths/0': () => (env, input, path, emit) =>
    recurse(
      env,
      input,
      root,
      (_, at) => {
        const keys = pathKeys(at, jqText);
        if (keys.length > 0) emit(keys, made(path, keys));
      },
      children,
    ),
  'sort_by/1': keyed((pairs) => pairs.map(([, value]) => value)),
  'group_by/1': keyed((pairs) => groups(pairs).map((group) => group.map(([, value]) => value))),
  'unique_by/1': keyed((pairs) => groups(pairs).map((group) => group[0]?.[1])),
  'min_by/1': keyed((pairs) => pairs[0]?.[1] ?? null),
  'max_by/1': keyed((pairs) => (pairs.length === 0 ? null : largest(pairs))),
  'any/2': ([source = identity, condition = identity]) => decide(source, condition, true),
  'all/2': ([source = identity, condition = identity]) => decide(source, condition, false),
  'input/0': () => () => {
    throw jqFailure('No more inputs');
  },
  'inputs/0': () => () => undefined,
  'debug/0': () => identity,
  'debug/1': () => identity,
  'stderr/0': () => identity,
};

function fail(value: unknown): never {
  throw new JqError(value, typeof value === 'string' ? value : `${describe(value)} (not a string)`);
}

/** Whether some output decides; stops there. */
function decide(source: Run, condition: Run, wanted: boolean): Run {
  return (env, input, path, emit) => {
    const stop = new Break({});
    let result = !wanted;
    try {
      source(env, input, nowhere, (item) =>
        condition(env, item, nowhere, (value) => {
          if (isTruthy(value) !== wanted) return;
          result = wanted;
          throw stop;
        }),
      );
    } catch (error) {
      if (error !== stop) throw error;
    }
    emit(result, made(path, result));
  };
}
