import { tenantPath } from './mount.ts';
import { plainQuery } from './query.ts';
import { requestJson, send } from './request.ts';
import type { Reply } from './wire.ts';

type Tenant = string | undefined;

export type WireKvEntry = Reply<'kv', 'list'>[number];
export type WireKvRevision = Reply<'kv', 'revisions'>[number];
export type WireKvValue = Reply<'kv', 'get'>;

export interface NewKvValue {
  /** As the API types it: JSON, or an unquoted date, instant or duration. */
  readonly raw: string;
  readonly description: string;
  /** ISO duration from now; empty: it stays for good. */
  readonly ttl: string;
}

const of = (tenant: Tenant, namespace: string): string =>
  tenantPath(tenant, `/namespaces/${encodeURIComponent(namespace)}/kv`);
const one = (tenant: Tenant, namespace: string, key: string): string =>
  `${of(tenant, namespace)}/${encodeURIComponent(key)}`;

export const kv = {
  list: (tenant: Tenant, namespace: string) => requestJson<readonly WireKvEntry[]>(of(tenant, namespace)),
  /** Of the namespaces above, as far as this one has no pair of that key. */
  inherited: (tenant: Tenant, namespace: string) =>
    requestJson<readonly WireKvEntry[]>(`${of(tenant, namespace)}/inheritance`),
  /** As it is now, or as it was in a revision. */
  get: (tenant: Tenant, namespace: string, key: string, revision?: number) =>
    requestJson<WireKvValue>(one(tenant, namespace, key), {
      query: plainQuery(revision === undefined ? {} : { revision: String(revision) }),
    }),
  /** Oldest first, the present one included. */
  revisions: (tenant: Tenant, namespace: string, key: string) =>
    requestJson<readonly WireKvRevision[]>(`${one(tenant, namespace, key)}/revisions`),
  set: (tenant: Tenant, namespace: string, key: string, { raw, description, ttl }: NewKvValue) =>
    send(one(tenant, namespace, key), {
      method: 'PUT',
      text: raw,
      headers: { ...(description === '' ? {} : { description: bytesOf(description) }), ...(ttl === '' ? {} : { ttl }) },
    }),
  remove: (tenant: Tenant, namespace: string, key: string) => send(one(tenant, namespace, key), { method: 'DELETE' }),
};

/** A header holds bytes: `fetch` takes one from each character, the server reads them as UTF-8. */
function bytesOf(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}
