/** The flow language as one JSON schema: what editors complete from, and what API clients may check against. */
import { z } from 'zod';
import type { PluginCatalog, PluginDescription, PluginKind } from '../catalog.ts';
import { flowSchema, pluginDefaultSchema } from '../flow/flow-schema.ts';
import { inputOptions, inputSchema, inputTypes, outputSchema } from '../flow/input-schema.ts';
import { reusableInputsSchema } from '../flow/reusable-inputs-schema.ts';
import { taskSchema } from '../flow/task-schema.ts';
import { triggerSchema } from '../flow/trigger-schema.ts';
import type { JsonSchema } from './json-schema.ts';

const taskKinds: readonly PluginKind[] = ['flowable', 'inline', 'runnable'];
const dialect = 'http://json-schema.org/draft-07/schema#';

/**
 * Draft 7 with a `$ref` at the top. `$defs` holds `flow`, `task`, `trigger`, `condition`, `taskRunner`, `input`,
 * `reusableInputs`, `output`, `pluginDefault`, one entry a plugin under its type, and `input.TYPE` for each type of input. Costs some
 * milliseconds for each plugin: callers keep the answer.
 */
export function flowJsonSchema(catalog: PluginCatalog): JsonSchema {
  const plugins = catalog.list();
  const ofKind = (...kinds: readonly PluginKind[]): readonly PluginDescription[] =>
    plugins.filter((plugin) => kinds.includes(plugin.kind));
  const anyPlugin = (members: readonly PluginDescription[], common: z.ZodObject): JsonSchema => ({
    ...toJson(common),
    anyOf: members.map((plugin) => ({ $ref: `#/$defs/${plugin.type}` })),
  });
  const typed = z.object({ type: z.string() });
  return {
    $schema: dialect,
    $ref: '#/$defs/flow',
    $defs: {
      flow: { ...toJson(flowSchema), additionalProperties: false },
      task: anyPlugin(ofKind(...taskKinds), taskSchema),
      trigger: anyPlugin(ofKind('trigger'), triggerSchema),
      condition: anyPlugin(ofKind('condition'), typed),
      taskRunner: anyPlugin(ofKind('taskRunner'), typed),
      input: { ...toJson(inputSchema), anyOf: inputTypes.map((type) => ({ $ref: `#/$defs/input.${type}` })) },
      reusableInputs: { ...toJson(reusableInputsSchema), additionalProperties: false },
      output: toJson(outputSchema),
      pluginDefault: toJson(pluginDefaultSchema),
      ...Object.fromEntries(inputTypes.map((type) => [`input.${type}`, inputJsonSchema(type)])),
      ...Object.fromEntries(plugins.map((plugin) => [plugin.type, pluginJsonSchema(plugin)])),
    },
  };
}

/** One plugin with the properties that all of its kind share; `$outputs` describes what it gives. */
export function pluginJsonSchema(plugin: PluginDescription): JsonSchema {
  const common = taskKinds.includes(plugin.kind)
    ? taskSchema
    : plugin.kind === 'trigger'
      ? triggerSchema
      : z.object({});
  const own = toJson(plugin.properties);
  const shared = toJson(common);
  return {
    type: 'object',
    title: plugin.title,
    description: plugin.description,
    properties: { ...shared.properties, ...own.properties, type: { const: plugin.type } },
    required: [...new Set(['type', ...(shared.required ?? []), ...(own.required ?? [])])],
    ...(plugin.outputs !== undefined && { $outputs: toJson(plugin.outputs) }),
    ...(plugin.examples !== undefined && { $examples: plugin.examples }),
    ...(plugin.deprecated === true && { deprecated: true }),
  };
}

function inputJsonSchema(type: (typeof inputTypes)[number]): JsonSchema {
  const common = toJson(inputSchema);
  const own = toJson(inputOptions[type]);
  return {
    type: 'object',
    properties: { ...common.properties, ...own.properties, type: { const: type } },
    required: [...(common.required ?? []), ...(own.required ?? [])],
  };
}

function toJson(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    target: 'draft-7',
  });
  return json as JsonSchema;
}
