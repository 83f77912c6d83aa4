/** Many things of namespaces at once: by name all or nothing, by query what the caller may touch. */
import {
  BulkRefused,
  isVisibleNamespace,
  type Paged,
  type PageRequest,
  type QueryFilter,
  type VisibleNamespaces,
} from '@windhover/model';
import type { Actor } from '../access/caller.ts';
import { demand, visibleNamespaces } from '../access/permissions.ts';
import type { FlowName } from './flow-name.ts';

export type Selection = { readonly names: readonly FlowName[] } | { readonly filters: readonly QueryFilter[] };

/** Where they are kept. */
export interface NamedStore<T> {
  findLatest(namespace: string, id: string): Promise<T | undefined>;
  search(filters: readonly QueryFilter[], page: PageRequest, visible: VisibleNamespaces): Promise<Paged<T>>;
}

/** Read at a time. */
const batch = 500;

/** Newest revisions; `thingOf` is how messages call one. Throws `BulkRefused` for names that do not exist and `MissingPermission`. */
export function selectNamed<T extends FlowName & { readonly deleted: boolean }>(
  store: NamedStore<T>,
  thingOf: (name: FlowName) => string,
  actor: Actor,
  permission: string,
  selection: Selection,
): Promise<readonly T[]> {
  return 'names' in selection
    ? named(store, thingOf, actor, permission, selection.names)
    : matching(store, selection.filters, visibleNamespaces(actor, permission));
}

/** What is named twice once. Throws `BulkRefused` that names everything that does not exist; nothing is done then. */
async function named<T extends FlowName & { readonly deleted: boolean }>(
  store: NamedStore<T>,
  thingOf: (name: FlowName) => string,
  actor: Actor,
  permission: string,
  names: readonly FlowName[],
): Promise<readonly T[]> {
  const found: T[] = [];
  const missing: FlowName[] = [];
  const listed = visibleNamespaces(actor, `${permission.split(':', 1)[0]}:LIST`);
  for (const name of new Map(names.map((named) => [`${named.namespace}/${named.id}`, named])).values()) {
    const visible = isVisibleNamespace(name.namespace, listed);
    const one = visible ? await store.findLatest(name.namespace, name.id) : undefined;
    if (one === undefined || one.deleted) missing.push(name);
    else {
      demand(actor, permission, name.namespace);
      found.push(one);
    }
  }
  if (missing.length === 0) return found;
  throw BulkRefused.of(
    missing.map((name) => ({
      message: `Not Found: ${thingOf(name)}`,
      invalidValue: `${name.namespace}.${name.id}`,
    })),
  );
}

async function matching<T>(
  store: NamedStore<T>,
  filters: readonly QueryFilter[],
  visible: VisibleNamespaces,
): Promise<readonly T[]> {
  const found: T[] = [];
  for (let page = 1; ; page += 1) {
    const { results } = await store.search(filters, { page, size: batch, sort: [] }, visible);
    found.push(...results);
    if (results.length < batch) return found;
  }
}
