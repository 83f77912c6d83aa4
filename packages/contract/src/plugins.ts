import { z } from 'zod';
import { pathParameters } from './path-parameters.ts';
import { flag } from './query-values.ts';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';

const ofType = pathParameters({ cls: 'pluginType' });
const base = { tag: 'Plugins', level: 'instance', access: { kind: 'signed-in' } } as const;

const elements = z.array(
  z.object({ cls: z.string(), title: z.string(), description: z.string(), deprecated: z.boolean() }),
);

const pluginSchema = z.object({
  name: z.string(),
  title: z.string(),
  group: z.string(),
  subGroup: z.string().optional(),
  version: z.string(),
  aliases: z.array(z.string()),
  tasks: elements,
  triggers: elements,
  conditions: elements,
  taskRunners: elements,
});

const iconSchema = z.object({ name: z.string(), icon: z.string(), flowable: z.boolean(), monochrome: z.boolean() });
const jsonSchema = z.record(z.string(), z.unknown());
const icons = { status: 200, kind: 'json', schema: z.record(z.string(), iconSchema) } as const;
const schema = { status: 200, kind: 'json', schema: jsonSchema } as const;

const documentation = {
  status: 200,
  kind: 'json',
  schema: z.object({
    markdown: z.string(),
    schema: z.object({ properties: jsonSchema, outputs: jsonSchema, definitions: jsonSchema }),
  }),
} as const;

export const pluginRoutes = {
  list: defineRoute({
    ...base,
    operationId: 'listPlugins',
    summary: 'Groups of types that flows can use',
    method: 'GET',
    path: '/plugins',
    query: searchQuery({ fields: ['q'], sort: ['name', 'group'], size: 10_000 }),
    reply: { status: 200, kind: 'json', schema: paged(pluginSchema) },
  }),
  subgroups: defineRoute({
    ...base,
    operationId: 'getPluginBySubgroups',
    summary: 'The same, each group followed by its subgroups',
    method: 'GET',
    path: '/plugins/groups/subgroups',
    reply: { status: 200, kind: 'json', schema: z.array(pluginSchema) },
  }),
  icons: defineRoute({
    ...base,
    operationId: 'getPluginIcons',
    summary: 'Icons by type, as SVG in base64',
    method: 'GET',
    path: '/plugins/icons',
    reply: icons,
  }),
  groupIcons: defineRoute({
    ...base,
    operationId: 'getPluginGroupIcons',
    summary: 'Icons by group',
    method: 'GET',
    path: '/plugins/icons/groups',
    reply: icons,
  }),
  icon: defineRoute({
    ...base,
    operationId: 'getPluginIcon',
    summary: 'The icon of a type',
    method: 'GET',
    path: '/plugins/icons/{cls}',
    ...ofType,
    reply: { status: 200, kind: 'json', schema: z.object({ icon: iconSchema }) },
  }),
  iconSvg: defineRoute({
    ...base,
    operationId: 'getPluginIconSvg',
    summary: 'The icon of a type as an image',
    method: 'GET',
    path: '/plugins/icons/{cls}/icon.svg',
    ...ofType,
    reply: { status: 200, kind: 'text', schema: z.string() },
  }),
  inputTypes: defineRoute({
    ...base,
    operationId: 'getAllInputTypes',
    summary: 'Types of inputs',
    method: 'GET',
    path: '/plugins/inputs',
    reply: { status: 200, kind: 'json', schema: z.array(z.object({ type: z.string(), cls: z.string() })) },
  }),
  inputType: defineRoute({
    ...base,
    operationId: 'getSchemaFromInputType',
    summary: 'What a type of input takes',
    method: 'GET',
    path: '/plugins/inputs/{type}',
    ...pathParameters({ type: 'inputType' }),
    reply: documentation,
  }),
  uiManifest: defineRoute({
    ...base,
    operationId: 'getPluginUiManifest',
    summary: 'Interface parts that plugins bring: none do',
    method: 'POST',
    path: '/plugins/pluginUiManifest',
    safe: true,
    body: {
      kind: 'json',
      schema: z.array(z.object({ cls: z.string(), version: z.string().nullish() })),
    },
    reply: { status: 200, kind: 'json', schema: z.object({ manifest: z.object({}) }) },
  }),
  properties: defineRoute({
    ...base,
    operationId: 'getPropertiesFromType',
    summary: 'Properties that all tasks, triggers, … share, as JSON schema',
    method: 'GET',
    path: '/plugins/properties/{type}',
    ...pathParameters({ type: 'schemaType' }),
    reply: schema,
  }),
  schema: defineRoute({
    ...base,
    operationId: 'getSchemasFromType',
    summary: 'The flow language, or a part of it, as JSON schema',
    method: 'GET',
    path: '/plugins/schemas/{type}',
    ...pathParameters({ type: 'schemaType' }),
    query: z.object({ arrayOf: flag.optional() }),
    reply: schema,
  }),
  triggers: defineRoute({
    ...base,
    operationId: 'listTriggerPlugins',
    summary: 'Types of triggers',
    method: 'GET',
    path: '/plugins/triggers',
    reply: {
      status: 200,
      kind: 'json',
      schema: paged(
        z.object({
          type: z.string(),
          name: z.string(),
          description: z.string(),
          group: z.enum(['core', 'app']),
          ee: z.boolean(),
          icon: z.string(),
          deprecated: z.boolean(),
        }),
      ),
    },
  }),
  get: defineRoute({
    ...base,
    operationId: 'getPluginDocumentation',
    summary: 'The manual page and JSON schema of a type',
    method: 'GET',
    path: '/plugins/{cls}',
    ...ofType,
    query: z.object({ all: flag.optional() }),
    reply: documentation,
  }),
  versions: defineRoute({
    ...base,
    operationId: 'getPluginVersions',
    summary: 'Versions of a type: that of the server',
    method: 'GET',
    path: '/plugins/{cls}/versions',
    ...ofType,
    reply: { status: 200, kind: 'json', schema: z.object({ type: z.string(), versions: z.array(z.string()) }) },
  }),
  getVersion: defineRoute({
    ...base,
    operationId: 'getPluginDocumentationFromVersion',
    summary: 'The manual page and JSON schema of a type in one version',
    method: 'GET',
    path: '/plugins/{cls}/versions/{version}',
    ...pathParameters({ cls: 'pluginType', version: 'version' }),
    query: z.object({ all: flag.optional() }),
    reply: documentation,
  }),
};
