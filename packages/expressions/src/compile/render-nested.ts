import { javaText } from '../values/java-text.ts';
import { entriesOf, isMap, mapOf } from '../values/plain-map.ts';
import { ValueError } from '../values/value-error.ts';
import { isPromise } from './promises.ts';
import { renderPasses } from './render-passes.ts';
import type { Rendering } from './rendering.ts';
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
    const pairs = new Map<string, unknown>();
    for (let i = 0; i < rendered.length; i += 2) {
      const key = javaText(rendered[i]);
      if (!pairs.has(key)) pairs.set(key, rendered[i + 1]);
    }
    return mapOf([...pairs]);
  });
}

/** Waits for the parts only if one of them has to be waited for. */
function all(parts: readonly unknown[], finish: (values: readonly unknown[]) => unknown): unknown {
  return parts.some((part) => isPromise(part)) ? Promise.all(parts).then((values) => finish(values)) : finish(parts);
}

function renderText(s: Rendering, text: string, passes: number): unknown {
  const shield = s.shield ?? new Shield();
  const finish = (result: string) => unwrapRaw(s.shield === undefined ? shield.reveal(result) : result);
  const start = shield.hideSecrets(text, s.secrets);
  const { context, waits, budget } = s;
  const all = { context, parent: s, shield, waits, budget, compile: s.program.compile };
  const result = renderPasses(all, start, passes, passes > 1);
  return isPromise(result) ? result.then(finish) : finish(result);
}
