import { isApiError } from './api-error.ts';
import { tenantPath } from './mount.ts';
import { plainQuery } from './query.ts';
import { requestJson, send } from './request.ts';
import type { Reply } from './wire.ts';

type Tenant = string | undefined;

export type WireFile = Reply<'namespaceFiles', 'list'>[number];
export type WireFileRevision = Reply<'namespaceFiles', 'revisions'>[number];

const of = (tenant: Tenant, namespace: string): string =>
  tenantPath(tenant, `/namespaces/${encodeURIComponent(namespace)}/files`);

/** Paths begin with `/`, the root of the namespace's files. */
export const namespaceFiles = {
  /** One level, by name. */
  list: (tenant: Tenant, namespace: string, path: string) =>
    requestJson<readonly WireFile[]>(`${of(tenant, namespace)}/directory`, { query: plainQuery({ path }) }),
  exists: async (tenant: Tenant, namespace: string, path: string): Promise<boolean> => {
    try {
      await send(`${of(tenant, namespace)}/stats`, { query: plainQuery({ path }) });
      return true;
    } catch (error) {
      if (isApiError(error, 404)) return false;
      throw error;
    }
  },
  /** As it is now, or as it was in a revision. */
  read: async (tenant: Tenant, namespace: string, path: string, revision?: number): Promise<Blob> => {
    const query = plainQuery({ path, ...(revision === undefined ? {} : { revision: String(revision) }) });
    return (await send(of(tenant, namespace), { query })).blob();
  },
  /** Oldest first. */
  revisions: (tenant: Tenant, namespace: string, path: string) =>
    requestJson<readonly WireFileRevision[]>(`${of(tenant, namespace)}/revisions`, { query: plainQuery({ path }) }),
  /** Makes the directories above it and replaces what is there. */
  write: (tenant: Tenant, namespace: string, path: string, content: Blob) => {
    const form = new FormData();
    form.append('fileContent', content, path.slice(path.lastIndexOf('/') + 1));
    return send(of(tenant, namespace), { method: 'POST', query: plainQuery({ path }), form });
  },
  /** Unpacks a zip at the root and replaces what is there; answers how many files it held. */
  unpack: async (tenant: Tenant, namespace: string, archive: Blob): Promise<number> => {
    const form = new FormData();
    form.append('fileContent', archive, 'files.zip');
    const { count } = await requestJson<Reply<'namespaceFiles', 'import'>>(`${of(tenant, namespace)}/import`, {
      method: 'POST',
      form,
    });
    return count;
  },
  /** Of a zip with all files. */
  zipPath: (tenant: Tenant, namespace: string): string => `${of(tenant, namespace)}/export`,
  makeDirectory: (tenant: Tenant, namespace: string, path: string) =>
    send(`${of(tenant, namespace)}/directory`, { method: 'POST', query: plainQuery({ path }) }),
  move: (tenant: Tenant, namespace: string, from: string, to: string) =>
    send(of(tenant, namespace), { method: 'PUT', query: plainQuery({ from, to }) }),
  remove: (tenant: Tenant, namespace: string, path: string) =>
    send(of(tenant, namespace), { method: 'DELETE', query: plainQuery({ path }) }),
};
