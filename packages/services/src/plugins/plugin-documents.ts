/** What is told of the flow language and its plugins. The catalogue never changes, so each text is made once, when asked for. */
import { createHash } from 'node:crypto';
import {
  dashboardJsonSchema,
  DoesNotExist,
  flowJsonSchema,
  pluginJsonSchema,
  type JsonSchema,
  type PluginCatalog,
  type PluginDescription,
} from '@windhover/model';
import { groupOf } from './plugin-groups.ts';
import { groupIcon, pluginIcon, type PluginIcon } from './plugin-icon.ts';
import { inputMarkdown, pluginMarkdown } from './plugin-markdown.ts';

/** JSON as text, and a name for exactly this text. */
export interface KeptDocument {
  readonly text: string;
  /** With its quotes, as headers carry it. */
  readonly etag: string;
}

export interface PluginDocuments {
  /** `FLOW`, `TASK`, `TRIGGER`, `CONDITION`, `TASKRUNNER`, `INPUT`, `OUTPUT`, `PLUGINDEFAULT`, `DASHBOARD`, in any letter case. */
  schema(type: string, options?: { readonly arrayOf?: boolean | undefined }): KeptDocument;
  /** The properties that all things of a kind share. */
  properties(type: string): KeptDocument;
  /** `all` adds the properties that every task or trigger has. */
  plugin(type: string, options?: { readonly all?: boolean | undefined }): KeptDocument;
  input(type: string): KeptDocument;
  icons(): KeptDocument;
  groupIcons(): KeptDocument;
  icon(type: string): PluginIcon;
  inputTypes(): readonly string[];
}

/** `Map` never holds more than the catalogue has types, twice over: names are checked before anything is kept. */
export function createPluginDocuments(catalog: PluginCatalog): PluginDocuments {
  const kept = new Map<string, KeptDocument>();
  let flow: JsonSchema | undefined;
  const flowSchema = (): JsonSchema => (flow ??= flowJsonSchema(catalog));
  const keep = (name: string, make: () => unknown): KeptDocument => {
    const known = kept.get(name);
    if (known !== undefined) return known;
    const document = toDocument(make());
    kept.set(name, document);
    return document;
  };
  const icons = (): Record<string, PluginIcon> =>
    Object.fromEntries(catalog.list().map((plugin) => [plugin.type, pluginIcon(plugin)]));
  const groupIcons = (): Record<string, PluginIcon> =>
    Object.fromEntries(catalog.list().map(({ type }) => [groupOf(type), groupIcon(groupOf(type))]));

  return {
    schema(type, { arrayOf = false } = {}) {
      if (type.toUpperCase() === 'DASHBOARD') {
        return keep(`schema dashboard ${String(arrayOf)}`, () => schemaOf(dashboardJsonSchema(), 'dashboard', arrayOf));
      }
      const definition = definitionOf(type);
      return keep(`schema ${definition} ${String(arrayOf)}`, () => schemaOf(flowSchema(), definition, arrayOf));
    },
    properties(type) {
      const definition = definitionOf(type);
      return keep(`properties ${definition}`, () => propertiesOf(flowSchema(), definition));
    },
    plugin(type, { all = false } = {}) {
      const plugin = getPlugin(catalog, type);
      return keep(`plugin ${plugin.type} ${String(all)}`, () => documentationOf(plugin, all));
    },
    input(type) {
      const name = `input.${type.toUpperCase()}`;
      const schema = flowSchema().$defs?.[name];
      if (schema === undefined) throw new DoesNotExist({ thing: 'Input type', id: type });
      return keep(name, () => ({
        markdown: inputMarkdown(type.toUpperCase(), schema),
        schema: { properties: schema, outputs: {}, definitions: {} },
      }));
    },
    icons: () => keep('icons', icons),
    groupIcons: () => keep('icons of groups', groupIcons),
    icon: (type) => pluginIcon(getPlugin(catalog, type)),
    inputTypes: () =>
      Object.keys(flowSchema().$defs ?? {}).flatMap((name) => (name.startsWith('input.') ? [name.slice(6)] : [])),
  };
}

/** By name or alias; throws {@link DoesNotExist}. */
export function getPlugin(catalog: PluginCatalog, type: string): PluginDescription {
  const plugin = catalog.find(type);
  if (plugin === undefined) throw new DoesNotExist({ thing: 'Plugin', id: type });
  return plugin;
}

const definitions: Readonly<Record<string, string>> = {
  CONDITION: 'condition',
  FLOW: 'flow',
  INPUT: 'input',
  OUTPUT: 'output',
  PLUGINDEFAULT: 'pluginDefault',
  REUSABLEINPUTS: 'reusableInputs',
  TASK: 'task',
  TASKRUNNER: 'taskRunner',
  TRIGGER: 'trigger',
};

function definitionOf(type: string): string {
  const word = type.toUpperCase();
  const definition = Object.hasOwn(definitions, word) ? definitions[word] : undefined;
  if (definition === undefined) throw new DoesNotExist({ thing: 'Schema', id: type });
  return definition;
}

function schemaOf(flow: JsonSchema, definition: string, arrayOf: boolean): JsonSchema {
  const { $ref: _flow, ...rest } = flow;
  const $ref = `#/$defs/${definition}`;
  return arrayOf ? { ...rest, type: 'array', items: { $ref } } : { ...flow, $ref };
}

function propertiesOf(flow: JsonSchema, definition: string): JsonSchema {
  const { anyOf: _members, properties = {}, ...rest } = flow.$defs?.[definition] ?? {};
  return { $schema: flow.$schema ?? '', ...rest, type: 'object', properties };
}

function documentationOf(plugin: PluginDescription, all: boolean) {
  const whole = pluginJsonSchema(plugin);
  const schema = all ? whole : ownProperties(plugin, whole);
  const { $outputs: outputs = {}, ...properties } = schema;
  return { markdown: pluginMarkdown(plugin, schema), schema: { properties, outputs, definitions: {} } };
}

function ownProperties(plugin: PluginDescription, schema: JsonSchema): JsonSchema {
  const isOwn = (name: string): boolean => name in plugin.properties.shape;
  return {
    ...schema,
    properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => isOwn(name))),
    required: (schema.required ?? []).filter(isOwn),
  };
}

function toDocument(value: unknown): KeptDocument {
  const text = JSON.stringify(value);
  return { text, etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` };
}
