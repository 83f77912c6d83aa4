/** Properties compiled once: plain values with templates in some places, rendered as often as needed. */
import { compileTemplate } from './compile/compile-template.ts';
import type { Context } from './context.ts';
import { renderAsync, renderSync, renderTypedAsync, renderTypedSync } from './render/render.ts';
import type { Template } from './template.ts';
import { hasExpression } from './text/has-expression.ts';

export type TemplateTree =
  | { readonly kind: 'constant'; readonly value: unknown }
  | { readonly kind: 'template'; readonly template: Template }
  | { readonly kind: 'list'; readonly items: readonly TemplateTree[] }
  | {
      readonly kind: 'map';
      readonly entries: readonly { readonly key: string | Template; readonly value: TemplateTree }[];
    };

/** `text`: every template becomes text; `typed`: one that is a single print becomes its value, every other one text. */
export type RenderAs = 'text' | 'typed';

/** Throws the expression error of the first text that is no template. */
export function compileTree(value: unknown): TemplateTree {
  if (typeof value === 'string') {
    return hasExpression(value) ? { kind: 'template', template: compileTemplate(value) } : { kind: 'constant', value };
  }
  if (typeof value !== 'object' || value === null) return { kind: 'constant', value };
  if (Array.isArray(value)) {
    const items = value.map(compileTree);
    return items.every(isConstant) ? { kind: 'constant', value } : { kind: 'list', items };
  }
  const entries = Object.entries(value).map(([key, member]) => ({
    key: hasExpression(key) ? compileTemplate(key) : key,
    value: compileTree(member),
  }));
  return entries.every((entry) => typeof entry.key === 'string' && isConstant(entry.value))
    ? { kind: 'constant', value }
    : { kind: 'map', entries };
}

export function isConstant(tree: TemplateTree): boolean {
  return tree.kind === 'constant';
}

export function renderTreeSync(tree: TemplateTree, context: Context, as: RenderAs): unknown {
  switch (tree.kind) {
    case 'constant':
      return tree.value;
    case 'template':
      return as === 'typed' && tree.template.isPrint
        ? renderTypedSync(tree.template, context)
        : renderSync(tree.template, context);
    case 'list':
      return tree.items.map((item) => renderTreeSync(item, context, as));
    case 'map': {
      const map: Record<string, unknown> = {};
      for (const { key, value } of tree.entries) {
        define(map, typeof key === 'string' ? key : renderSync(key, context), renderTreeSync(value, context, as));
      }
      return map;
    }
  }
}

export async function renderTreeAsync(tree: TemplateTree, context: Context, as: RenderAs): Promise<unknown> {
  switch (tree.kind) {
    case 'constant':
      return tree.value;
    case 'template':
      return as === 'typed' && tree.template.isPrint
        ? renderTypedAsync(tree.template, context)
        : renderAsync(tree.template, context);
    case 'list': {
      const list: unknown[] = [];
      for (const item of tree.items) list.push(await renderTreeAsync(item, context, as));
      return list;
    }
    case 'map': {
      const map: Record<string, unknown> = {};
      for (const { key, value } of tree.entries) {
        const name = typeof key === 'string' ? key : await renderAsync(key, context);
        define(map, name, await renderTreeAsync(value, context, as));
      }
      return map;
    }
  }
}

/** Also for `__proto__`, which assignment would take for something else. */
function define(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
  else map[key] = value;
}
