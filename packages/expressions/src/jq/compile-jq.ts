import { ValueError } from '../values/value-error.ts';
import { isNumber, toNumber } from '../values/number-kind.ts';
import { mapOf } from '../values/plain-map.ts';
import { compileAssign } from './compile-jq-assign.ts';
import { compileCall } from './compile-jq-call.ts';
import { compileForeach, compileReduce } from './compile-jq-fold.ts';
import { bindPatterns } from './bind-pattern.ts';
import { formatText } from './jq-format.ts';
import { operate } from './jq-arithmetic.ts';
import { indexValue } from './jq-paths.ts';
import { describe, isTruthy } from './jq-values.ts';
import { compileIterate, made, outputs, parameterNames, step } from './jq-outputs.ts';
import type { Names } from './jq-outputs.ts';
import { Break, Downstream, JqError, bind, find, jqFailure, nowhere } from './machine.ts';
import type { Closure, Emit, Run } from './machine.ts';
import type { Jq } from './syntax.ts';

/** The program as closures. Throws a ValueError for names that are not defined. */
export function compileJq(node: Jq, names: Names): Run {
  switch (node.type) {
    case 'identity':
      return (_, input, path, emit) => emit(input, path);
    case 'literal': {
      const { value } = node;
      return (_, __, path, emit) => emit(value, made(path, value));
    }
    case 'string':
      return compileString(node, names);
    case 'format':
      return (_, input, path, emit) => {
        const text = formatText(node.name, input);
        emit(text, made(path, text));
      };
    case 'index':
      return compileIndex(node.target, node.key, names);
    case 'slice':
      return compileSlice(node, names);
    case 'iterate':
      return compileIterate(compileJq(node.target, names));
    case 'list': {
      const body = node.body === undefined ? undefined : compileJq(node.body, names);
      return (env, input, path, emit) => {
        const items: unknown[] = body === undefined ? [] : outputs(body, env, input);
        emit(items, made(path, items));
      };
    }
    case 'object':
      return compileObject(node, names);
    case 'negate': {
      const body = compileJq(node.body, names);
      return (env, input, path, emit) =>
        body(env, input, nowhere, (value) => {
          if (!isNumber(value)) throw jqFailure(`${describe(value)} cannot be negated`);
          const result = typeof value === 'bigint' ? -value : -toNumber(value);
          emit(result, made(path, result));
        });
    }
    case 'pipe': {
      const left = compileJq(node.left, names);
      const right = compileJq(node.right, names);
      return (env, input, path, emit) => left(env, input, path, (value, at) => right(env, value, at, emit));
    }
    case 'comma': {
      const left = compileJq(node.left, names);
      const right = compileJq(node.right, names);
      return (env, input, path, emit) => {
        left(env, input, path, emit);
        right(env, input, path, emit);
      };
    }
    case 'and':
    case 'or':
      return compileLogic(node, names);
    case 'alternative':
      return compileAlternative(node, names);
    case 'operator': {
      const left = compileJq(node.left, names);
      const right = compileJq(node.right, names);
      return (env, input, path, emit) =>
        right(env, input, nowhere, (b) =>
          left(env, input, nowhere, (a) => {
            env.machine.charge(1);
            const result = operate(node.operator, a, b, env.machine);
            emit(result, made(path, result));
          }),
        );
    }
    case 'assign':
      return compileAssign(node, names, compileJq);
    case 'if': {
      const condition = compileJq(node.condition, names);
      const whenTrue = compileJq(node.whenTrue, names);
      const whenFalse = compileJq(node.whenFalse, names);
      return (env, input, path, emit) =>
        condition(env, input, nowhere, (value) => (isTruthy(value) ? whenTrue : whenFalse)(env, input, path, emit));
    }
    case 'try':
      return compileTry(node, names);
    case 'reduce':
      return compileReduce(node, names, compileJq);
    case 'foreach':
      return compileForeach(node, names, compileJq);
    case 'define': {
      const { name, parameters, body } = node.definition;
      const key = `${name}/${parameters.length}`;
      const inner = new Set([...names, key]);
      const run = compileJq(body, new Set([...inner, ...parameterNames(parameters)]));
      const rest = compileJq(node.rest, inner);
      return (env, input, path, emit) => {
        const closure: Closure = { run, parameters, env };
        closure.env = bind(env, key, closure);
        rest(closure.env, input, path, emit);
      };
    }
    case 'call':
      return compileCall(node, names, compileJq);
    case 'variable':
      return compileVariable(node.name, names);
    case 'bind':
      return bindPatterns(node, names, compileJq);
    case 'label': {
      const body = compileJq(node.body, new Set([...names, `*${node.name}`]));
      return (env, input, path, emit) => {
        const label = {};
        try {
          body(bind(env, `*${node.name}`, label), input, path, emit);
        } catch (error) {
          if (!(error instanceof Break) || error.label !== label) throw error;
        }
      };
    }
    case 'break':
      if (!names.has(`*${node.name}`)) throw new ValueError(`$*label-${node.name} is not defined`);
      return (env) => {
        throw new Break(find(env, `*${node.name}`) as object);
      };
  }
}

function compileString(node: Extract<Jq, { type: 'string' }>, names: Names): Run {
  const parts = node.parts.map((part) => (typeof part === 'string' ? part : compileJq(part, names)));
  return (env, input, path, emit) => {
    const write = (index: number, text: string): void => {
      const part = parts[index];
      if (part === undefined) return emit(text, made(path, text));
      if (typeof part === 'string') return write(index + 1, text + part);
      part(env, input, nowhere, (value) => write(index + 1, text + formatText(node.format, value)));
    };
    write(0, '');
  };
}

function compileIndex(targetNode: Jq, keyNode: Jq, names: Names): Run {
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

function compileSlice(node: Extract<Jq, { type: 'slice' }>, names: Names): Run {
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

function compileObject(node: Extract<Jq, { type: 'object' }>, names: Names): Run {
  const entries = node.entries.map(({ key, value }) => [compileJq(key, names), compileJq(value, names)] as const);
  return (env, input, path, emit) => {
    const build = (index: number, pairs: readonly (readonly [unknown, unknown])[]): void => {
      const entry = entries[index];
      if (entry === undefined) {
        const object = mapOf(pairs);
        return emit(object, made(path, object));
      }
      const [key, value] = entry;
      key(env, input, nowhere, (k) => {
        if (typeof k !== 'string') throw jqFailure(`Object keys must be strings, not ${describe(k)}`);
        value(env, input, nowhere, (v) => build(index + 1, [...pairs, [k, v]]));
      });
    };
    build(0, []);
  };
}

function compileLogic(node: Extract<Jq, { type: 'pipe' | 'comma' | 'and' | 'or' | 'alternative' }>, names: Names): Run {
  const left = compileJq(node.left, names);
  const right = compileJq(node.right, names);
  const decides = node.type === 'or';
  return (env, input, path, emit) =>
    left(env, input, nowhere, (a) => {
      if (isTruthy(a) === decides) return emit(decides, made(path, decides));
      right(env, input, nowhere, (b) => emit(isTruthy(b), made(path, isTruthy(b))));
    });
}

/** `a // b`: the outputs of a that are neither null nor false; those of b when there are none. Errors in a end it. */
function compileAlternative(
  node: Extract<Jq, { type: 'pipe' | 'comma' | 'and' | 'or' | 'alternative' }>,
  names: Names,
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

function compileTry(node: Extract<Jq, { type: 'try' }>, names: Names): Run {
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

function compileVariable(name: string, names: Names): Run {
  if (name === 'ENV') return (_, __, path, emit) => emit(mapOf([]), made(path, null));
  if (!names.has(`$${name}`)) throw new ValueError(`$${name} is not defined`);
  return (env, _, path, emit) => {
    const value = find(env, `$${name}`);
    emit(value, made(path, value));
  };
}
