/** Where secrets or files are kept: in the backend that the nearest place names, a namespace or the tenant, else in the instance's. */
import { InvalidEntity, type ErrorProblem, type JsonObject, type TenantKey } from '@windhover/model';
import { allowedAddresses } from '../outbound/address-rules.ts';
import type { BackendPlace } from './backend-places.ts';

/** A kind of backend that tenants may name: how its configuration is checked, and how it is opened. */
export interface BackendKind<Backend> {
  /** All that is wrong, with paths within the configuration. `addresses` are open to the tenant beside the instance's. */
  check(configuration: JsonObject, addresses: readonly string[]): readonly ErrorProblem[];
  /** Connects to nothing yet. Throws {@link InvalidEntity} for a configuration that has problems. */
  open(configuration: JsonObject, addresses: readonly string[]): Promise<Backend>;
}

export interface TenantBackends<Backend> {
  /** By type, lower case. */
  readonly kinds: Readonly<Record<string, BackendKind<Backend>>>;
  /** The backend that the first of the places names; it is opened once, and again when its settings change. */
  of(tenantKey: TenantKey, places: readonly BackendPlace[]): Promise<Backend>;
  /** Closes what a tenant and its namespaces had; for one that is gone. */
  forget(tenantKey: TenantKey): Promise<void>;
  /**
   * Lets go of what some tenants had with their namespaces, or one namespace of one of them, or all: who still uses it
   * may go on, and its idle connections end.
   */
  drop(
    changed?: { isOf(tenantKey: TenantKey): boolean } | { readonly tenantKey: string; readonly namespace: string },
  ): void;
  close(): Promise<void>;
}

export interface TenantBackendsOptions<Backend> {
  /** Settings `<what>Type` and `<what>Configuration`. */
  readonly what: 'secret' | 'storage';
  /** Where no place names one. Its owner closes it. */
  readonly instance: Backend;
  readonly kinds: Readonly<Record<string, BackendKind<Backend>>>;
}

interface Opened<Backend> {
  readonly tenantKey: TenantKey;
  readonly settings: string;
  readonly backend: Promise<Backend>;
}

export function tenantBackends<Backend extends { close(): Promise<void> } | undefined>({
  what,
  instance,
  kinds,
}: TenantBackendsOptions<Backend>): TenantBackends<Backend> {
  const opened = new Map<string, Opened<Backend>>();
  const typeOf = ({ settings }: BackendPlace) => settings[`${what}Type`];
  const closeAll = async (gone: readonly Opened<Backend>[]): Promise<void> => {
    // One that did not open needs no closing
    const backends = await Promise.allSettled(gone.map(({ backend }) => backend));
    for (const result of backends) if (result.status === 'fulfilled') await result.value?.close();
  };
  return {
    kinds,
    async of(tenantKey, places) {
      const place = places.find((each) => findKind(kinds, typeOf(each)) !== undefined);
      const kind = place && findKind(kinds, typeOf(place));
      if (place === undefined || kind === undefined) return instance;
      const configuration = (place.settings[`${what}Configuration`] ?? {}) as JsonObject;
      const addresses = allowedAddresses(places.find(({ namespace }) => namespace === undefined)?.settings);
      const settings = JSON.stringify([typeOf(place), configuration, addresses]);
      const holder = holderOf(tenantKey, place.namespace);
      const known = opened.get(holder);
      if (known?.settings === settings) return known.backend;
      // One whose settings have changed is not closed under those who still use it: its idle connections end by themselves
      const backend = kind.open(configuration, addresses);
      opened.set(holder, { tenantKey, settings, backend });
      backend.catch(() => opened.delete(holder));
      return backend;
    },
    async forget(tenantKey) {
      const gone = [...opened].filter(([, known]) => known.tenantKey === tenantKey);
      for (const [holder] of gone) opened.delete(holder);
      await closeAll(gone.map(([, known]) => known));
    },
    drop(changed) {
      if (changed === undefined) opened.clear();
      else if ('namespace' in changed) opened.delete(holderOf(changed.tenantKey, changed.namespace));
      else for (const [holder, { tenantKey }] of opened) if (changed.isOf(tenantKey)) opened.delete(holder);
    },
    async close() {
      const gone = [...opened.values()];
      opened.clear();
      await closeAll(gone);
    },
  };
}

/** No key of a tenant holds a slash. */
function holderOf(tenantKey: string, namespace: string | undefined): string {
  return namespace === undefined ? tenantKey : `${tenantKey}/${namespace}`;
}

/** `type` is as a person wrote it, in any case; undefined for one that nobody knows. */
export function findKind<Kind>(kinds: Readonly<Record<string, Kind>>, type: unknown): Kind | undefined {
  const name = typeof type === 'string' ? type.toLowerCase() : '';
  return Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}

/** Names every problem with its path. */
export function invalidSettings(problems: readonly ErrorProblem[]): InvalidEntity {
  const reason = problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return new InvalidEntity({ reason }, { problems });
}
