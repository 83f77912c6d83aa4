/** Where a tenant's secrets or files are kept: in a backend of its own where its settings name one, else in the instance's. */
import { InvalidEntity, type ErrorProblem, type JsonObject, type TenantKey } from '@windhover/model';

/** A kind of backend that tenants may name: how its configuration is checked, and how it is opened. */
export interface BackendKind<Backend> {
  /** All that is wrong, with paths within the configuration. */
  check(configuration: JsonObject): readonly ErrorProblem[];
  /** Connects to nothing yet. Throws {@link InvalidEntity} for a configuration that has problems. */
  open(configuration: JsonObject): Promise<Backend>;
}

export interface TenantBackends<Backend> {
  /** By type, lower case. */
  readonly kinds: Readonly<Record<string, BackendKind<Backend>>>;
  /** The backend of a tenant with these settings; it is opened once, and again when they change. */
  of(tenantKey: TenantKey, settings: JsonObject): Promise<Backend>;
  /** Closes what a tenant had; for one that is gone. */
  forget(tenantKey: TenantKey): Promise<void>;
  /** Lets go of what tenants of the id had, or all did: who still uses it may go on, and its idle connections end. */
  drop(tenantId?: string): void;
  close(): Promise<void>;
}

export interface TenantBackendsOptions<Backend> {
  /** Settings `<what>Type` and `<what>Configuration`. */
  readonly what: 'secret' | 'storage';
  /** For tenants that name none. Its owner closes it. */
  readonly instance: Backend;
  readonly kinds: Readonly<Record<string, BackendKind<Backend>>>;
}

interface Opened<Backend> {
  readonly settings: string;
  readonly backend: Promise<Backend>;
}

export function tenantBackends<Backend extends { close(): Promise<void> } | undefined>({
  what,
  instance,
  kinds,
}: TenantBackendsOptions<Backend>): TenantBackends<Backend> {
  const opened = new Map<TenantKey, Opened<Backend>>();
  return {
    kinds,
    async of(tenantKey, settings) {
      const type = settings[`${what}Type`];
      const kind = findKind(kinds, type);
      if (kind === undefined) return instance;
      const configuration = (settings[`${what}Configuration`] ?? {}) as JsonObject;
      const text = JSON.stringify([type, configuration]);
      const known = opened.get(tenantKey);
      if (known?.settings === text) return known.backend;
      // One whose settings have changed is not closed under those who still use it: its idle connections end by themselves
      const backend = kind.open(configuration);
      opened.set(tenantKey, { settings: text, backend });
      backend.catch(() => opened.delete(tenantKey));
      return backend;
    },
    async forget(tenantKey) {
      const known = opened.get(tenantKey);
      opened.delete(tenantKey);
      const backend = await known?.backend.catch(() => undefined); // one that did not open needs no closing
      await backend?.close();
    },
    drop(tenantId) {
      for (const tenantKey of opened.keys())
        if (tenantId === undefined || tenantKey.replace(/~\d+$/, '') === tenantId) opened.delete(tenantKey);
    },
    async close() {
      const backends = await Promise.allSettled([...opened.values()].map(({ backend }) => backend));
      opened.clear();
      for (const result of backends) if (result.status === 'fulfilled') await result.value?.close();
    },
  };
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
