/** All that a tenant and its namespaces say of where things lie. */
import type { TenantKey } from '@windhover/model';
import type { Deps } from '../deps.ts';
import { withAncestors } from '../namespaces/ancestors.ts';
import type { BackendPlace } from './backend-places.ts';

/** What the namespaces of a tenant say, by id, and the tenant itself. */
export type Places = ReadonlyMap<string | undefined, BackendPlace>;

export async function placesOf({ tenantRecords }: Pick<Deps, 'tenantRecords'>, key: TenantKey): Promise<Places> {
  const all = [...(await tenantRecords.namespacePlaces(key)), ...(await tenantRecords.places(key, undefined))];
  return new Map(all.map((place) => [place.namespace, place]));
}

/** Namespaces that name a backend, the innermost first; undefined, the tenant, is always last. */
export function homes(places: Places, what: 'secret' | 'storage'): readonly (string | undefined)[] {
  const named = [...places].flatMap(([namespace, { settings }]) =>
    namespace === undefined || (settings[`${what}Type`] ?? undefined) === undefined ? [] : [namespace],
  );
  return [...named.toSorted((one, other) => other.length - one.length), undefined];
}

/** Nearest first. */
export function chain(places: Places, namespace: string | undefined): readonly BackendPlace[] {
  const ids = namespace === undefined ? [undefined] : [...withAncestors(namespace), undefined];
  return ids.flatMap((id) => places.get(id) ?? []);
}
