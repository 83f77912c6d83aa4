import { z } from 'zod';
import { formSchema } from './form.ts';
import { ofNamespace } from './path-parameters.ts';
import { permission } from './permission.ts';
import { countReply, emptyOk } from './replies.ts';
import { revisionNumber } from './query-values.ts';
import { defineRoute } from './route.ts';

const attributesSchema = z.object({
  type: z.enum(['File', 'Directory']),
  fileName: z.string(),
  size: z.number(),
  /** Epoch milliseconds. */
  lastModifiedTime: z.number(),
  creationTime: z.number(),
});

const revisionSchema = z.object({
  revision: z.number(),
  updated: z.string(),
  /** Who made it, if it was a user who is still there. */
  author: z.string().optional(),
  size: z.number().optional(),
});

const base = {
  tag: 'Files',
  level: 'tenant',
  ...ofNamespace,
} as const;
const toRead = permission('NAMESPACE:VIEW', 'FLOW:VIEW');
const toWrite = permission('NAMESPACE:MANAGE_FILES');
const onePath = z.object({ path: z.string() });
const anyPath = z.object({ path: z.string().default('/') });

export const namespaceFileRoutes = {
  export: defineRoute({
    ...base,
    operationId: 'exportNamespaceFiles',
    summary: 'All files of a namespace as a zip',
    method: 'GET',
    path: '/namespaces/{namespace}/files/export',
    access: toRead,
    reply: { status: 200, kind: 'file', schema: z.unknown() },
  }),
  import: defineRoute({
    ...base,
    operationId: 'importNamespaceFiles',
    makes: 'in-steps',
    summary: 'Unpack a zip (part `fileContent`) into a directory; files that are there are replaced',
    method: 'POST',
    path: '/namespaces/{namespace}/files/import',
    access: toWrite,
    query: anyPath,
    body: { kind: 'multipart', schema: formSchema },
    reply: countReply,
  }),
  revisions: defineRoute({
    ...base,
    operationId: 'getFileRevisions',
    summary: 'What a file has been, oldest first; a deletion has no size',
    method: 'GET',
    path: '/namespaces/{namespace}/files/revisions',
    access: toRead,
    query: onePath,
    reply: { status: 200, kind: 'json', schema: z.array(revisionSchema) },
  }),
  read: defineRoute({
    ...base,
    operationId: 'getFileContent',
    summary: 'Content of a file, as it is or as it was in a revision',
    method: 'GET',
    path: '/namespaces/{namespace}/files',
    access: toRead,
    query: onePath.extend({ revision: revisionNumber.optional() }),
    reply: { status: 200, kind: 'file', schema: z.unknown() },
  }),
  write: defineRoute({
    ...base,
    operationId: 'createNamespaceFile',
    makes: 'in-steps',
    summary:
      'Upload a file (part `fileContent`), the next revision of one that exists; a file named `*.zip` is unpacked',
    method: 'POST',
    path: '/namespaces/{namespace}/files',
    access: toWrite,
    query: onePath,
    body: { kind: 'multipart', schema: formSchema },
    reply: emptyOk,
  }),
  move: defineRoute({
    ...base,
    operationId: 'moveFileDirectory',
    summary: 'Move a file or directory, with its revisions',
    method: 'PUT',
    path: '/namespaces/{namespace}/files',
    access: toWrite,
    query: z.object({ from: z.string(), to: z.string() }),
    reply: emptyOk,
  }),
  delete: defineRoute({
    ...base,
    operationId: 'deleteFileDirectory',
    summary: 'Delete a file or directory; revisions of the files deleted last are kept',
    method: 'DELETE',
    path: '/namespaces/{namespace}/files',
    access: toWrite,
    query: onePath,
    reply: emptyOk,
  }),
  list: defineRoute({
    ...base,
    operationId: 'listNamespaceDirectoryFiles',
    summary: 'Files and directories of a directory, one level',
    method: 'GET',
    path: '/namespaces/{namespace}/files/directory',
    access: toRead,
    query: anyPath,
    reply: { status: 200, kind: 'json', schema: z.array(attributesSchema) },
  }),
  makeDirectory: defineRoute({
    ...base,
    operationId: 'createNamespaceDirectory',
    makes: 'in-steps',
    summary: 'Create a directory',
    method: 'POST',
    path: '/namespaces/{namespace}/files/directory',
    access: toWrite,
    query: anyPath,
    reply: emptyOk,
  }),
  search: defineRoute({
    ...base,
    operationId: 'searchNamespaceFiles',
    summary: 'Paths of files that contain a text',
    method: 'GET',
    path: '/namespaces/{namespace}/files/search',
    access: toRead,
    query: z.object({ q: z.string() }),
    reply: { status: 200, kind: 'json', schema: z.array(z.string()) },
  }),
  stats: defineRoute({
    ...base,
    operationId: 'getFileMetadatas',
    summary: 'Attributes of a file or directory',
    method: 'GET',
    path: '/namespaces/{namespace}/files/stats',
    access: toRead,
    query: anyPath,
    reply: { status: 200, kind: 'json', schema: attributesSchema },
  }),
};
