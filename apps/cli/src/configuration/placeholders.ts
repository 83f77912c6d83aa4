/** `${other.key}`, `${VARIABLE}` and `${either:default}` in values. */
import { childNamed, type KeyNode } from './key-tree.ts';
import { isMap, valueAt, type SettingsTree } from './settings-tree.ts';

export interface PlaceholderSources {
  readonly tree: SettingsTree;
  readonly keys: KeyNode;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The tree with every placeholder replaced; those without value and default are reported by path. */
export function withPlaceholders(sources: PlaceholderSources, problems: string[]): SettingsTree {
  return replaceIn(sources.tree, []) as SettingsTree;

  function replaceIn(value: unknown, names: readonly string[]): unknown {
    if (typeof value === 'string') return replaceText(value, names, 0);
    if (Array.isArray(value)) return value.map((item, index) => replaceIn(item, [...names, String(index)]));
    if (!isMap(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replaceIn(item, [...names, name])]));
  }

  function replaceText(text: string, names: readonly string[], depth: number): string {
    const start = text.indexOf('${');
    const end = start < 0 ? -1 : closingBrace(text, start + 2);
    if (end < 0) return text;
    const inner = text.slice(start + 2, end);
    const colon = inner.indexOf(':');
    const name = colon < 0 ? inner : inner.slice(0, colon);
    // A key that leads to itself would never end.
    const value = depth > 10 ? undefined : (lookUp(name) ?? (colon < 0 ? undefined : inner.slice(colon + 1)));
    if (value === undefined)
      problems.push(
        `${names.join('.')}: '\${${inner}}' has no value: set '${name}', or add a default as in '\${${name}:default}'`,
      );
    const replaced = value === undefined ? '' : replaceText(value, names, depth + 1);
    return text.slice(0, start) + replaced + replaceText(text.slice(end + 1), names, depth);
  }

  function lookUp(name: string): string | undefined {
    const value = valueAt(sources.tree, inSpelling(name.split('.'), sources.keys));
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
    return sources.env[name];
  }
}

function inSpelling(names: readonly string[], keys: KeyNode): readonly string[] {
  let node: KeyNode | undefined = keys;
  return names.map((name) => {
    node = childNamed(node, name);
    return node === undefined || node.spelling === '*' ? name : node.spelling;
  });
}

function closingBrace(text: string, from: number): number {
  let open = 1;
  for (let index = from; index < text.length; index += 1) {
    if (text.startsWith('${', index)) open += 1;
    if (text[index] === '}') open -= 1;
    if (open === 0) return index;
  }
  return -1;
}
