import { tenantKey } from '../../query-client.ts';

/** What is cached of a namespace's files: all of it, or one directory or file. */
export function filesKey(tenant: string | undefined, namespace: string, path?: string): readonly unknown[] {
  return tenantKey(tenant, 'namespace-files', namespace, ...(path === undefined ? [] : [path]));
}
