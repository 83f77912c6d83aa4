import { ValueError } from '../values/value-error.ts';
import { isNumber, toNumber } from '../values/number-kind.ts';
import { mapOf } from '../values/plain-map.ts';
import { compileIndex, compileSlice } from './compile-jq-access.ts';
import { compileObject, compileString } from './compile-jq-literals.ts';
import { compileAlternative, compileTry } from './compile-jq-try.ts';
import { compileAssign } from './compile-jq-assign.ts';
import { compileCall } from './compile-jq-call.ts';
import { compileForeach, compileReduce } from './compile-jq-fold.ts';
import { bindPatterns } from './bind-pattern.ts';
import { chargeSize, chargeTexts } from './charge-size.ts';
import { formatText } from './jq-format.ts';
import { operate } from './jq-arithmetic.ts';
import { describe, isTruthy } from './jq-values.ts';
import { compileIterate, made, outputs, parameterNames } from './jq-outputs.ts';
import type { Names } from './jq-outputs.ts';
import { Break, bind, find, jqFailure, nowhere } from './machine.ts';
import type { Closure, Run } from './machine.ts';
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
      return compileString(node, names, compileJq);
    case 'format':
      return (env, input, path, emit) => {
        chargeTexts(env.machine, input);
        const text = formatText(node.name, input);
        chargeSize(env.machine, text);
        emit(text, made(path, text));
      };
    case 'index':
      return compileIndex(node.target, node.key, names, compileJq);
    case 'slice':
      return compileSlice(node, names, compileJq);
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
      return compileObject(node, names, compileJq);
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
      return compileAlternative(node, names, compileJq);
    case 'operator': {
      const left = compileJq(node.left, names);
      const right = compileJq(node.right, names);
      return (env, input, path, emit) =>
        right(env, input, nowhere, (b) =>
          left(env, input, nowhere, (a) => {
            env.machine.charge(1);
            const result = operate(node.operator, a, b, env.machine);
            chargeSize(env.machine, result);
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
      return compileTry(node, names, compileJq);
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

function compileVariable(name: string, names: Names): Run {
  if (name === 'ENV') return (_, __, path, emit) => emit(mapOf([]), made(path, null));
  if (!names.has(`$${name}`)) throw new ValueError(`$${name} is not defined`);
  return (env, _, path, emit) => {
    const value = find(env, `$${name}`);
    emit(value, made(path, value));
  };
}
