/** What expressions of a flow can name, as far as its outline shows. */
import type { CompletionEnvironment } from '@windhover/expressions';
import { expressionRoots, membersOfRoots } from '../expression-roots.ts';
import type { JsonSchema } from './json-schema.ts';
import { childOf, descendants } from './outline.ts';
import type { OutlineNode } from './outline.ts';
import { propertiesOf } from './schema-at.ts';

type Child = NonNullable<ReturnType<CompletionEnvironment['children']>>[number];

export function expressionEnvironment(outline: OutlineNode, schema: JsonSchema): CompletionEnvironment {
  const tasks = tasksOf(outline);
  return {
    children([root, ...rest]): readonly Child[] | undefined {
      if (root === undefined) return expressionRoots.map((name) => ({ name, type: 'variable' }));
      switch (root) {
        case 'inputs':
          return nestedNames(inputsOf(outline), rest);
        case 'vars':
          return rest.length === 0 ? keysBelow(outline, 'variables') : undefined;
        case 'labels':
          return nestedNames(keysBelow(outline, 'labels'), rest);
        case 'outputs':
          if (rest.length === 0) return tasks.map(({ id, type }) => ({ name: id, type: 'task', detail: type }));
          return rest.length === 1 ? outputsOf(schema, tasks.find((task) => task.id === rest[0])?.type) : undefined;
        default:
          return rest.length === 0 ? membersOfRoots[root]?.map((name) => ({ name })) : undefined;
      }
    },
  };
}

/** Ids and types of all tasks, wherever they are nested. */
export function tasksOf(outline: OutlineNode): readonly { readonly id: string; readonly type: string }[] {
  const elsewhere = new Set(['inputs', 'outputs', 'triggers', 'pluginDefaults', 'taskDefaults', 'sla', 'checks']);
  return outline.children
    .filter((child) => !elsewhere.has(child.key))
    .flatMap(descendants)
    .flatMap((node) => {
      const id = childOf(node, 'id')?.value;
      const type = childOf(node, 'type')?.value;
      return id === undefined || type === undefined || id === '' ? [] : [{ id, type }];
    });
}

/** Those of a form by their whole path. */
function inputsOf(outline: OutlineNode, prefix = ''): readonly Child[] {
  return (childOf(outline, 'inputs')?.children ?? []).flatMap((item): readonly Child[] => {
    const id = (childOf(item, 'id') ?? childOf(item, 'name'))?.value;
    const type = childOf(item, 'type')?.value;
    if (id === undefined) return [];
    const name = `${prefix}${id}`;
    return [{ name, ...(type !== undefined && { type }) }, ...inputsOf(item, `${name}.`)];
  });
}

function keysBelow(outline: OutlineNode, key: string): readonly Child[] {
  return (childOf(outline, key)?.children ?? [])
    .filter((child) => child.kind === 'key')
    .map((child) => ({ name: child.key }));
}

/** Of dotted names, the next step below a path. */
function nestedNames(all: readonly Child[], path: readonly string[]): readonly Child[] {
  const prefix = path.map((step) => `${step}.`).join('');
  const steps = new Map<string, Child>();
  for (const child of all) {
    if (!child.name.startsWith(prefix)) continue;
    const [name, ...deeper] = child.name.slice(prefix.length).split('.');
    if (name !== undefined && !steps.has(name)) steps.set(name, deeper.length === 0 ? { ...child, name } : { name });
  }
  return [...steps.values()];
}

function outputsOf(schema: JsonSchema, type: string | undefined): readonly Child[] | undefined {
  const outputs = type === undefined ? undefined : schema.$defs?.[type]?.$outputs;
  if (outputs === undefined) return undefined;
  return [...propertiesOf(outputs)].map(([name, property]) => ({
    name,
    ...(typeof property.type === 'string' && { type: property.type }),
    ...(property.description !== undefined && { detail: property.description }),
  }));
}
