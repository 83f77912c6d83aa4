import { compiled } from '../compile/compile-template.ts';
import { located } from '../compile/failures.ts';
import type { CompiledTemplate } from '../compile/program.ts';
import { Budget } from '../compile/budget.ts';
import { renderPasses } from '../compile/render-passes.ts';
import { Rendering } from '../compile/rendering.ts';
import { Shield } from '../compile/shield.ts';
import { TypedOutput } from '../compile/typed-output.ts';
import type { Context } from '../context.ts';
import { defaultLimits } from '../limits.ts';
import type { Template } from '../template.ts';
import { hasExpression } from '../text/has-expression.ts';
import { unwrapRaw } from '../text/raw-markers.ts';
import { plainValue } from '../values/plain-value.ts';

/**
 * The text of a template. Throws an ExpressionError; also where a function of the context answers with a promise, which
 * only `renderAsync` can wait for.
 */
export function renderSync(template: Template | string, context: Context): string {
  const known = prepare(template);
  if (typeof known === 'string') return known;
  if (context.recursive === true) return recursively(known, context, false) as string;
  const s = new Rendering(known.program, context, false);
  try {
    known.program.run(s);
  } catch (error) {
    throw located(known.source, 0, error);
  }
  return finish(s.out);
}

/** Like `renderSync`, and waits for functions of the context that give a promise. */
export async function renderAsync(template: Template | string, context: Context): Promise<string> {
  const known = prepare(template);
  if (typeof known === 'string') return known;
  if (context.recursive === true) return recursively(known, context, true);
  if (!known.mayWait) return renderSync(known, context);
  const s = new Rendering(known.program, context, true);
  try {
    await known.program.runWaiting()(s);
  } catch (error) {
    throw located(known.source, 0, error);
  }
  return finish(s.out);
}

/**
 * The value of a template that is one print, as plain JSON-like data; a text where it is literal text, or one print of
 * a text and literal text behind it. Anything else that would join values is an error.
 */
export function renderTypedSync(template: Template | string, context: Context): unknown {
  const known = prepare(template);
  if (typeof known === 'string') return known;
  const s = typedRendering(known, context, false);
  try {
    known.program.run(s);
    const value = finishTyped(s);
    if (context.recursive === true && typeof value === 'string' && value.includes('{')) {
      return s.shield?.reveal(recursively(compiled(value), context, false, s.shield) as string);
    }
    return reveal(s, value);
  } catch (error) {
    throw located(known.source, 0, error);
  }
}

/** Like `renderTypedSync`, and waits for functions of the context that give a promise. */
export async function renderTypedAsync(template: Template | string, context: Context): Promise<unknown> {
  const known = prepare(template);
  if (typeof known === 'string') return known;
  const s = typedRendering(known, context, true);
  try {
    if (known.mayWait) await known.program.runWaiting()(s);
    else known.program.run(s);
    const value = finishTyped(s);
    if (context.recursive === true && typeof value === 'string' && value.includes('{')) {
      return s.shield?.reveal(await recursively(compiled(value), context, true, s.shield));
    }
    return reveal(s, value);
  } catch (error) {
    throw located(known.source, 0, error);
  }
}

/** A text without any expression is its own rendering. */
function prepare(template: Template | string): CompiledTemplate | string {
  if (typeof template === 'string') return hasExpression(template) ? compiled(template) : template;
  return template.isLiteral ? template.source : (template as CompiledTemplate);
}

function finish(text: string): string {
  return text.includes('{%') ? unwrapRaw(text) : text;
}

function recursively(
  template: CompiledTemplate,
  context: Context,
  waits: boolean,
  shield = new Shield(),
): string | Promise<string> {
  const { source } = template;
  const limits = { ...defaultLimits, ...context.limits };
  const all = { context, parent: undefined, shield, waits, budget: new Budget(limits), compile: compiled };
  const end = (text: string) => finish(shield.reveal(text));
  const fail = (error: unknown) => {
    throw located(source, 0, error);
  };
  try {
    const result = renderPasses(all, source, limits.renderPasses, true);
    return typeof result === 'string' ? end(result) : result.then(end).catch(fail);
  } catch (error) {
    return fail(error);
  }
}

function typedRendering(template: CompiledTemplate, context: Context, waits: boolean): Rendering {
  const s = new Rendering(template.program, context, waits);
  s.typed = new TypedOutput();
  if (context.recursive === true) s.shield = new Shield();
  return s;
}

function finishTyped(s: Rendering): unknown {
  const value = plainValue(s.typed?.value ?? null);
  return typeof value === 'string' ? finish(value) : value;
}

function reveal(s: Rendering, value: unknown): unknown {
  return typeof value === 'string' && s.shield !== undefined ? s.shield.reveal(value) : value;
}
