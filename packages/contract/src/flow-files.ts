import { z } from 'zod';
import { flowNameSchema } from './flow-shapes.ts';
import { formSchema } from './form.ts';
import { permission } from './permission.ts';
import { flag } from './query-values.ts';
import { fileReply } from './replies.ts';
import { defineRoute } from './route.ts';
import { searchQuery } from './search-query.ts';

const base = { tag: 'Flows', level: 'tenant' } as const;
const toExport = permission('FLOW:EXPORT');
const matching = searchQuery({ fields: ['q', 'namespace', 'flowId', 'labels', 'scope'] });

export const flowFileRoutes = {
  exportByIds: defineRoute({
    ...base,
    operationId: 'exportFlowsByIds',
    summary: 'Sources of the flows named, as a zip of YAML files',
    method: 'POST',
    path: '/flows/export/by-ids',
    access: toExport,
    body: { kind: 'json', schema: z.array(flowNameSchema) },
    reply: fileReply,
    safe: true,
    errors: [400],
  }),
  exportByQuery: defineRoute({
    ...base,
    operationId: 'exportFlowsByQuery',
    summary: 'Sources of the flows that match, as a zip of YAML files',
    method: 'GET',
    path: '/flows/export/by-query',
    access: toExport,
    query: matching,
    reply: fileReply,
  }),
  exportCsv: defineRoute({
    ...base,
    operationId: 'exportFlows',
    summary: 'The flows that match, as a table in CSV',
    method: 'GET',
    path: '/flows/export/by-query/csv',
    access: toExport,
    query: matching,
    reply: fileReply,
  }),
  import: defineRoute({
    ...base,
    operationId: 'importFlows',
    makes: 'in-steps',
    summary: 'Create and update flows from YAML or a zip (part `fileUpload`); what could not be saved is named',
    method: 'POST',
    path: '/flows/import',
    access: permission('FLOW:IMPORT'),
    query: z.object({ failOnError: flag.optional() }),
    body: { kind: 'multipart', schema: formSchema },
    reply: { status: 200, kind: 'json', schema: z.array(z.string()) },
  }),
};
