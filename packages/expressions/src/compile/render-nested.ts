import type { Context } from '../context.ts';
import { javaText } from '../values/java-text.ts';
import { entriesOf, isMap, mapOf } from '../values/plain-map.ts';
import { ValueError } from '../values/value-error.ts';
import { ExpressionError } from '../expression-error.ts';
import { compiled } from './compile-template.ts';
import { isPromise } from './call-context-function.ts';
import { Rendering } from './rendering.ts';
import { Shield } from './shield.ts';
import { unwrapRaw } from '../text/raw-markers.ts';

/** `render()` and `renderOnce()`: the texts in a value, rendered with what the template sees. */
export function renderNested(s: Rendering, args: readonly unknown[], canRecurse: boolean): unknown {
  const [toRender, recursive] = args;
  const name = canRecurse ? 'render' : 'renderOnce';
  if (toRender === undefined) throw new ValueError(`The '${name}' function expects an argument 'toRender'.`);
  if (recursive !== undefined && typeof recursive !== 'boolean') {
    throw new ValueError(`The '${name}' function expects an optional argument 'recursive' with type boolean.`);
  }
  if (s.renderDepth >= s.limits.renderDepth) throw new ValueError('Too many rendering attempts', 'limit');
  const passes = canRecurse && recursive !== false ? s.limits.renderPasses : 1;
  return renderValue(s, toRender, passes);
}

function renderValue(s: Rendering, value: unknown, passes: number): unknown {
  s.charge(1);
  if (typeof value === 'string') return value.includes('{') ? renderText(s, value, passes) : value;
  if (Array.isArray(value))
    return all(
      value.map((item: unknown) => renderValue(s, item, passes)),
      (items) => items,
    );
  if (!isMap(value)) return value;
  const entries = entriesOf(value);
  const parts = entries.flatMap(([key, item]) => [
    typeof key === 'string' ? renderValue(s, key, passes) : key,
    renderValue(s, item, passes),
  ]);
  // the first of two keys that become equal wins
  return all(parts, (rendered) => {
    const pairs = entries.map((_, i) => [javaText(rendered[2 * i]), rendered[2 * i + 1]] as const);
    return mapOf(pairs.filter(([key], i) => pairs.findIndex(([other]) => other === key) === i));
  });
}

/** Waits for the parts only if one of them has to be waited for. */
function all(parts: readonly unknown[], then: (values: readonly unknown[]) => unknown): unknown {
  return parts.some(isPromise) ? Promise.all(parts).then(then) : then(parts);
}

function renderText(s: Rendering, text: string, passes: number): unknown {
  const shield = s.shield ?? new Shield();
  const finish = (result: string) => unwrapRaw(s.shield === undefined ? shield.reveal(result) : result);
  const start = shield.hideSecrets(text, s.secrets);
  const result = renderPasses(s, s.context, start, passes, passes > 1, shield);
  return isPromise(result) ? result.then((rendered) => finish(rendered as string)) : finish(result);
}

/**
 * Renders until the text stops changing. With more than one pass allowed, not coming to rest within them is an error.
 * Gives a promise only where the rendering may wait and the template has to.
 */
export function renderPasses(
  parent: Rendering | undefined,
  context: Context,
  text: string,
  passes: number,
  mustRest: boolean,
  shield: Shield,
  waitsAtTop = false,
): string | Promise<string> {
  let current = text;
  for (let pass = 0; pass < passes; pass++) {
    if (!current.includes('{')) return current;
    const rendered = renderPass(parent, context, current, shield, waitsAtTop);
    if (isPromise(rendered)) {
      const before = current;
      return rendered.then((next) =>
        next === before || pass + 1 >= passes
          ? rest(next, before, mustRest)
          : renderPasses(parent, context, next, passes - pass - 1, mustRest, shield, waitsAtTop),
      );
    }
    if (rendered === current) return current;
    if (pass + 1 === passes) return rest(rendered, current, mustRest);
    current = rendered;
  }
  return current;
}

function rest(text: string, before: string, mustRest: boolean): string {
  if (mustRest && text !== before) throw new ValueError('Too many rendering attempts', 'limit');
  return text;
}

function renderPass(
  parent: Rendering | undefined,
  context: Context,
  text: string,
  shield: Shield,
  waitsAtTop: boolean,
): string | Promise<string> {
  const waits = parent?.waits ?? waitsAtTop;
  if (parent !== undefined) parent.charge(compileCost(text));
  const template = compiled(text);
  const s = new Rendering(template.program, context, waits, parent);
  s.shield = shield;
  if (parent !== undefined) s.charge(template.program.size);
  try {
    if (waits && template.mayWait) {
      const running = template.program.runWaiting()(s);
      return Promise.resolve(running).then(
        () => s.out,
        (error: unknown) => {
          throw noLongerMissing(error);
        },
      );
    }
    template.program.run(s);
    return s.out;
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
