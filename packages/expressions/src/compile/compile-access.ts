import type { Index, Member, Name } from '../syntax/ast.ts';
import { javaText } from '../values/java-text.ts';
import { memberOf, valueAt } from '../values/member.ts';
import type { Compiler } from './compiler.ts';
import { rootIndex } from './compiler.ts';
import { located, missingMember, missingRoot } from './failures.ts';
import type { Evaluate } from './program.ts';
import type { Rendering } from './rendering.ts';
import { absent } from './rendering.ts';
import { findInScopes, seesContext } from './scope.ts';

/** A variable: of a scope, else of the context. Softly, a missing one is undefined. */
export function compileName(c: Compiler, { name, start }: Name, isSoft: boolean): Evaluate {
  const index = rootIndex(c, name);
  const { source } = c;
  return (s) => {
    let value: unknown;
    if (s.scope !== undefined) {
      value = findInScopes(s.scope, name);
      if (value === undefined && !seesContext(s.scope)) value = absent;
    }
    value ??= value === null ? null : (s.roots[index] ?? s.root(index, name));
    if (value === absent) {
      if (isSoft) return undefined;
      throw missingRoot(source, start, name, s);
    }
    return s.replaced === undefined ? value : present(s, value);
  };
}

export function compileMember(c: Compiler, node: Member, isSoft: boolean): Evaluate {
  const { name, end } = node;
  const { source } = c;
  const nameStart = end - name.length;
  const evaluateObject = isSoft ? c.soft(c, node.object) : c.expression(c, node.object);
  return (s) => {
    const object = evaluateObject(s);
    const value = memberOf(object, name);
    if (value === undefined) {
      if (isSoft) return undefined;
      throw missingIn(c, node, object, name, nameStart, source);
    }
    return s.replaced === undefined ? value : present(s, value);
  };
}

export function compileIndex(c: Compiler, node: Index, isSoft: boolean): Evaluate {
  const { source } = c;
  const evaluateObject = isSoft ? c.soft(c, node.object) : c.expression(c, node.object);
  const evaluateKey = isSoft ? c.soft(c, node.key) : c.expression(c, node.key);
  return (s) => {
    const object = evaluateObject(s);
    const key = evaluateKey(s);
    if (isSoft && (object === undefined || key === undefined)) return undefined;
    const value = valueAtKey(source, node, object, key);
    if (value === undefined) {
      if (isSoft) return undefined;
      throw missingIn(c, node, object, javaText(key), node.key.start, source);
    }
    return s.replaced === undefined ? value : present(s, value);
  };
}

export function valueAtKey(source: string, node: Index, object: unknown, key: unknown): unknown {
  try {
    return valueAt(object, key);
  } catch (error) {
    throw located(source, node.key.start, error);
  }
}

/** The error for a key that is not there; access on a null variable names the variable, as the original does. */
export function missingIn(
  c: Compiler,
  node: Member | Index,
  object: unknown,
  name: string,
  nameStart: number,
  source: string,
): unknown {
  if (object === null && node.object.type === 'name') {
    return missingMember(c.source, node.object.start, node.object.name, null);
  }
  return missingMember(source, nameStart, name, object);
}

/** The list as it is now, if `sort` or `reverse` changed it. */
export function present(s: Rendering, value: unknown): unknown {
  return Array.isArray(value) ? (s.replaced?.get(value) ?? value) : value;
}
