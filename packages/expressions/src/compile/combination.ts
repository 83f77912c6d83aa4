import type { Binary, Expression, Interpolated, MethodCall, TestCall } from '../syntax/ast.ts';
import { callMethod } from '../values/method.ts';
import { javaText } from '../values/java-text.ts';
import { mapOf } from '../values/plain-map.ts';
import { ValueError } from '../values/value-error.ts';
import { valueTests } from '../functions/value-tests.ts';
import { testCatalogue } from '../catalogue/tests.ts';
import { nearestName } from '../analysis/nearest-name.ts';
import { missingIn, present, valueAtKey } from './compile-access.ts';
import { callCombination } from './call-combination.ts';
import { plain } from './combined.ts';
import type { Combination } from './combined.ts';
import { filterCombination } from './compile-filter.ts';
import type { Compiler } from './compiler.ts';
import { failure, located, missingMember, wrapped } from './failures.ts';
import { operatorOf } from './operators.ts';
import { memberOf } from '../values/member.ts';

export function combinationOf(c: Compiler, node: Expression): Combination {
  const onError = (error: unknown) => located(c.source, node.start, error);
  switch (node.type) {
    case 'interpolated':
      return interpolated(node, onError);
    case 'list':
      return { children: plain(node.items), apply: (_, values) => [...values], onError };
    case 'map':
      return { children: plain(node.entries.flat()), apply: (_, values) => mapOf(pairs(values)), onError };
    case 'member':
      return {
        children: plain([node.object]),
        apply: (s, [object]) => {
          const value = memberOf(object, node.name);
          if (value === undefined) {
            throw missingIn(c, node, object, node.name, node.end - node.name.length, c.source);
          }
          return present(s, value);
        },
        onError,
      };
    case 'index':
      return {
        children: plain([node.object, node.key]),
        apply: (s, [object, key]) => {
          const value = valueAtKey(c.source, node, object, key);
          if (value === undefined) throw missingIn(c, node, object, javaText(key), node.key.start, c.source);
          return present(s, value);
        },
        onError,
      };
    case 'method':
      return method(c, node, onError);
    case 'call':
      return callCombination(c, node);
    case 'unary': {
      const { apply, message } = operatorOf(`unary ${node.operator}`);
      return {
        children: plain([node.operand]),
        apply: (s, [value]) => apply(s, value, undefined),
        onError: message === undefined ? onError : (error) => wrapped(c.source, node.start, message, error),
      };
    }
    case 'binary':
      return binary(c, node, onError);
    case 'filter':
      return filterCombination(c, node);
    case 'test':
      return test(c, node, onError);
    default:
      throw new TypeError(`'${node.type}' is evaluated in parts`);
  }
}

function pairs(values: readonly unknown[]): [unknown, unknown][] {
  const entries: [unknown, unknown][] = [];
  for (let i = 0; i < values.length; i += 2) entries.push([values[i], values[i + 1]]);
  return entries;
}

/** A text that is only one interpolation is the value itself. */
function interpolated({ parts }: Interpolated, onError: Combination['onError']): Combination {
  if (parts.length === 1) return { children: plain(parts), apply: (_, [value]) => value, onError };
  return {
    children: plain(parts),
    apply: (s, values) => {
      let text = '';
      for (const value of values) {
        if (value !== null) text += javaText(value);
        if (text.length > s.limits.textLength) throw new ValueError('The text is too long', 'limit');
      }
      return text;
    },
    onError,
  };
}

function method(c: Compiler, node: MethodCall, onError: Combination['onError']): Combination {
  return {
    children: plain([node.object, ...node.args]),
    apply: (s, [object, ...args]) => {
      const own = memberOf(object, node.name);
      const value = own === undefined ? callMethod(object, node.name, args) : own;
      if (value !== undefined) return present(s, value);
      if (object === null && node.object.type === 'name') {
        throw missingMember(c.source, node.object.start, node.object.name, null);
      }
      throw missingMember(c.source, node.object.end, node.name, object);
    },
    onError,
  };
}

function binary(c: Compiler, node: Binary, onError: Combination['onError']): Combination {
  const { apply, message } = operatorOf(node.operator);
  return {
    children: plain([node.left, node.right]),
    apply: (s, values) => apply(s, values[0], values[1]),
    onError: message === undefined ? onError : (error) => wrapped(c.source, node.start, message, error),
  };
}

function test(c: Compiler, node: TestCall, onError: Combination['onError']): Combination {
  const { name, negated } = node;
  const holds = Object.hasOwn(valueTests, name) ? valueTests[name] : undefined;
  return {
    children: [{ node: node.value, isSoft: name === 'defined' }],
    before: () => {
      if (holds !== undefined) return;
      const suggestion = nearestName(name, testCatalogue.keys());
      throw failure(c.source, node.nameStart, `Test [${name}] does not exist.`, 'unknown', suggestion);
    },
    apply: (_, [value]) => holds?.(value) !== negated,
    onError,
  };
}
