import { routes, type Form } from '@windhover/contract';
import { IllegalArgument, PayloadTooLarge } from '@windhover/model';
import { exportFlows, flowsCsv, importFlows } from '@windhover/services';
import { route } from '../handler.ts';

const { flowFiles } = routes;
const maxUploadBytes = 100 * 1024 * 1024;

const archive = (content: AsyncIterable<Uint8Array>) => ({
  content,
  filename: 'flows.zip',
  contentType: 'application/octet-stream',
});

async function uploadedFile(form: Form): Promise<Uint8Array> {
  for await (const part of form) {
    if (part.name !== 'fileUpload') continue;
    const chunks: Uint8Array[] = [];
    let sizeBytes = 0;
    for await (const chunk of part.content) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxUploadBytes) throw new PayloadTooLarge({ maxBytes: maxUploadBytes });
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }
  throw new IllegalArgument({ reason: "the form has no part 'fileUpload' with the file" });
}

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
    ...(await importFlows(deps, scope, caller, await uploadedFile(body), query)),
  ]),
];
