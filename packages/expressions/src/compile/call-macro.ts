import type { FunctionCall } from '../syntax/ast.ts';
import { ValueError } from '../values/value-error.ts';
import { javaText } from '../values/java-text.ts';
import type { Compiler } from './compiler.ts';
import { problemOf } from '../syntax/argument-problem.ts';
import type { Macro, Run, RunWaiting } from './program.ts';
import type { Rendering } from './rendering.ts';
import type { Scope } from './scope.ts';
import { newScope } from './scope.ts';

/** The text of a macro; a promise of it where the macro may have to wait and the rendering allows it. */
export function callMacro(
  c: Compiler,
  s: Rendering,
  { args }: FunctionCall,
  macro: Macro,
  values: readonly unknown[],
): unknown {
  const problem = problemOf(
    args,
    macro.parameters.map((parameter) => parameter.name),
  );
  if (problem !== undefined) throw new ValueError(problem);
  const scope = newScope('macro', undefined);
  scope.variables = new Map();
  for (const [index, parameter] of macro.parameters.entries()) {
    const named = args.named.findIndex((argument) => argument.name === parameter.name);
    const given = index < args.positional.length ? index : named === -1 ? -1 : args.positional.length + named;
    const value = given === -1 ? (macro.fallbacks[index]?.(s) ?? null) : values[given];
    scope.variables.set(parameter.name, value);
  }
  s.charge(macro.size);
  return capture(s, c.bodiesWait && s.waits ? macro.runWaiting : macro.run, scope);
}

/** `block("name")`: the text of a block; a block that is not there prints nothing. */
export function callBlock(c: Compiler, s: Rendering, name: unknown): unknown {
  if (name === undefined || name === null) throw new ValueError("The 'block' function expects an argument 'name'.");
  const block = c.blocks.get(javaText(name));
  if (block === undefined) return '';
  s.charge(block.size);
  return capture(s, c.bodiesWait && s.waits ? block.runWaiting : block.run, s.scope);
}

/** Runs a body into a text of its own, where maps and lists print as Java text. */
export function capture(s: Rendering, run: Run | RunWaiting, scope: Scope | undefined): string | Promise<string> {
  const before = { out: s.out, typed: s.typed, printsJavaText: s.printsJavaText, scope: s.scope };
  s.enter();
  s.out = '';
  s.typed = undefined;
  s.printsJavaText = true;
  s.scope = scope;
  const finish = () => {
    const text = s.out;
    Object.assign(s, before);
    s.leave();
    return text;
  };
  try {
    const running = run(s);
    if (running === undefined) return finish();
    return running.then(finish, (error: unknown) => {
      finish();
      throw error;
    });
  } catch (error) {
    finish();
    throw error;
  }
}
