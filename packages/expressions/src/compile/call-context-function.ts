import type { Callable } from '../catalogue/callable.ts';
import type { FunctionCall } from '../syntax/ast.ts';
import { positionAt } from '../syntax/position.ts';
import { memberOf } from '../values/member.ts';
import { plainValue } from '../values/plain-value.ts';
import { ValueError } from '../values/value-error.ts';
import type { Compiler } from './compiler.ts';
import { isPromise } from './promises.ts';
import type { Rendering } from './rendering.ts';

/**
 * Calls a function that the context brings. It gets plain data under the names of its parameters, and nothing of the
 * engine. Gives a promise if the function does.
 */
export function callContextFunction(
  c: Compiler,
  s: Rendering,
  node: FunctionCall,
  known: Callable | undefined,
  values: readonly unknown[],
): unknown {
  const { name, args } = node;
  const named: Record<string, unknown> = Object.create(null);
  if (known !== undefined && Array.isArray(known.parameters)) {
    for (const [index, parameter] of known.parameters.entries()) {
      const value = values[index];
      if (value !== undefined && value !== null) named[parameter.name] = plainValue(value);
      else if (!parameter.optional) {
        throw new ValueError(`The '${name}' function expects an argument '${parameter.name}'.`);
      }
    }
  } else {
    const places = [...args.positional.keys().map(String), ...args.named.map((argument) => argument.name)];
    for (const [index, place] of places.entries()) named[place] = plainValue(values[index]);
  }
  s.charge(16);
  const { line } = positionAt(c.source, node.start);
  const result = s.context.functions?.[name]?.(named, { template: c.source, line });
  if (!isPromise(result)) return accept(s, name, result);
  return Promise.resolve(result).then((value) => {
    s.budget.resume();
    return accept(s, name, value);
  });
}

function accept(s: Rendering, name: string, value: unknown): unknown {
  // with full=true the value stands beside what is known about it
  const secret = name === 'secret' && typeof value === 'object' ? memberOf(value, 'value') : value;
  if (name === 'secret' && typeof secret === 'string') s.noteSecret(secret);
  return value ?? null;
}
