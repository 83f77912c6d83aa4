import type { Context } from '../context.ts';
import { ExpressionError } from '../expression-error.ts';
import { ValueError } from '../values/value-error.ts';
import type { Budget } from './budget.ts';
import type { CompiledTemplate } from './program.ts';
import { isPromise } from './promises.ts';
import { Rendering } from './rendering.ts';
import type { Shield } from './shield.ts';

/** What all passes over a text have in common. */
export interface Passes {
  readonly context: Context;
  /** The rendering whose template asked for this; undefined for recursive rendering of a whole template. */
  readonly parent: Rendering | undefined;
  readonly shield: Shield;
  readonly waits: boolean;
  readonly budget: Budget;
  readonly compile: (source: string) => CompiledTemplate;
}

/**
 * Renders until the text stops changing, but at most so many times; `mustRest` makes it an error not to come to rest.
 * Gives a promise only where the rendering may wait and the template has to.
 */
export function renderPasses(all: Passes, text: string, most: number, mustRest: boolean): string | Promise<string> {
  let current = text;
  for (let left = most; left > 0; left--) {
    if (!current.includes('{')) return current;
    const before = current;
    const rendered = renderPass(all, before);
    if (isPromise(rendered)) {
      return rendered.then((following) =>
        following === before || left === 1
          ? rest(following, before, mustRest)
          : renderPasses(all, following, left - 1, mustRest),
      );
    }
    if (rendered === before || left === 1) return rest(rendered, before, mustRest);
    current = rendered;
  }
  return current;
}

function rest(text: string, before: string, mustRest: boolean): string {
  if (mustRest && text !== before) throw new ValueError('Too many rendering attempts', 'limit');
  return text;
}

function renderPass(all: Passes, text: string): string | Promise<string> {
  all.budget.charge(compileCost(text));
  const template = all.compile(text);
  const s = new Rendering(template.program, all.context, all.waits, all.parent, all.budget);
  s.shield = all.shield;
  s.charge(template.program.size);
  try {
    if (!all.waits || !template.mayWait) {
      template.program.run(s);
      return s.out;
    }
    return Promise.resolve(template.program.runWaiting()(s)).then(
      () => s.out,
      (error: unknown) => {
        throw noLongerMissing(error);
      },
    );
  } catch (error) {
    throw noLongerMissing(error);
  }
}

/** Compiling costs more than rendering, and the text may have been made by a template. */
function compileCost(text: string): number {
  let braces = 0;
  for (let at = text.indexOf('{'); at !== -1; at = text.indexOf('{', at + 1)) braces++;
  return braces * 20 + (text.length >> 4);
}

/** A name missing in a text that is rendered is no missing name of the template around it: `??` does not catch it. */
function noLongerMissing(error: unknown): unknown {
  if (!(error instanceof ExpressionError) || error.kind !== 'missing') return error;
  const { message, template, line, column, suggestion } = error;
  return new ExpressionError(message, { kind: 'evaluation', template, line, column, suggestion, cause: error });
}
