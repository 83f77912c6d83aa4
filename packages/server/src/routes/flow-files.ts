import { routes } from '@windhover/contract';
import { exportFlows, flowsCsv, importFlows } from '@windhover/services';
import { route } from '../handler.ts';
import { uploadedFile } from './uploaded-file.ts';

const { flowFiles } = routes;
const maxUploadBytes = 100 * 1024 * 1024;

const archive = (content: AsyncIterable<Uint8Array>) => ({
  content,
  filename: 'flows.zip',
  contentType: 'application/octet-stream',
});

export const flowFileHandlers = [
  route(flowFiles.exportByIds, async ({ scope, caller, body }) =>
    archive(await exportFlows(scope, caller, { names: body })),
  ),
  route(flowFiles.exportByQuery, async ({ scope, caller, query }) => archive(await exportFlows(scope, caller, query))),
  route(flowFiles.exportCsv, async ({ scope, caller, query }) => ({
    content: await flowsCsv(scope, caller, query),
    filename: 'flows.csv',
    contentType: 'text/csv',
  })),
  route(flowFiles.import, async ({ deps, scope, caller, query, body }) => [
    ...(await importFlows(deps, scope, caller, await uploadedFile(body, 'fileUpload', maxUploadBytes), query)),
  ]),
];
