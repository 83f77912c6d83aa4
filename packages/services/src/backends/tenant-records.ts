/**
 * Records of tenants and namespaces whose settings say where secrets and files lie, and for whom: asked for at each access,
 * so kept while fresh.
 */
import { instanceKey, type JsonObject, type Namespace, type Tenant, type TenantKey } from '@windhover/model';
import { topics } from '@windhover/ports';
import { FreshCache } from '../access/fresh-cache.ts';
import type { InstanceChange } from '../access/instance-change.ts';
import type { Deps } from '../deps.ts';
import { withAncestors } from '../namespaces/ancestors.ts';
import { namespaceSettingsKey, openSettings, openTenant } from '../tenants/sealed-settings.ts';
import { saysWhere, type BackendPlace } from './backend-places.ts';

/** Lives as long as the transport does. */
export class TenantRecords {
  readonly #deps: Pick<Deps, 'store' | 'ciphers'>;
  readonly #tenants: FreshCache<Tenant | undefined>;
  readonly #places: FreshCache<BackendPlace | undefined>;

  constructor(deps: Pick<Deps, 'store' | 'ciphers' | 'transport' | 'clock'>) {
    this.#deps = deps;
    this.#tenants = new FreshCache(() => deps.clock.monotonic());
    this.#places = new FreshCache(() => deps.clock.monotonic());
    deps.transport.subscribe(topics.instance, (message) => {
      const change = message as InstanceChange;
      if (change.kind === 'tenant') this.#tenants.drop(`${change.id}/`);
      if (change.kind === 'namespace') this.#places.drop(placeName(change.tenantKey, change.id));
    });
  }

  /** The id of the tenant with this key; undefined for the default tenant and for the instance. */
  idOf(tenantKey: TenantKey): string | undefined {
    return this.#deps.store.tenantKeys.idOf(tenantKey);
  }

  /** With its settings opened; undefined for the default tenant and for the instance, which have none. */
  async find(tenantKey: TenantKey): Promise<Tenant | undefined> {
    if (tenantKey === this.#deps.store.tenantKeys.default.key || tenantKey === instanceKey) return undefined;
    return this.#tenants.get(`${this.idOf(tenantKey)}/${tenantKey}`, async () => {
      const tenant = await this.#deps.store.tenants.findByKey(tenantKey);
      return tenant && openTenant(this.#deps, tenant);
    });
  }

  /** Nearest first, those that say nothing left out: the namespace, those above it, the tenant. Without a namespace the tenant alone. */
  async places(tenantKey: TenantKey, namespace: string | undefined): Promise<readonly BackendPlace[]> {
    const ids = namespace === undefined ? [] : withAncestors(namespace);
    const [tenant, ...places] = await Promise.all([
      this.find(tenantKey).then((found) => found && { namespace: undefined, settings: found.settings }),
      ...ids.map((id) => this.#place(tenantKey, id)),
    ]);
    return [...places, tenant].filter((place) => place !== undefined);
  }

  /** Of the namespaces of a tenant that say anything themselves, those that went with its deletion too. */
  async namespacePlaces(tenantKey: TenantKey): Promise<readonly BackendPlace[]> {
    const left = (await this.#deps.store.tenants.findByKey(tenantKey))?.settings[leftNamespaces] ?? {};
    const gone = Object.entries(left as JsonObject).map(([id, settings]) => ({ id, settings: settings as JsonObject }));
    const there = await this.#deps.store.scope(tenantKey).namespaces.list();
    const places = await Promise.all([...there, ...gone].map((each) => this.#open(tenantKey, each)));
    return places.filter((place) => place !== undefined);
  }

  #place(tenantKey: TenantKey, id: string): Promise<BackendPlace | undefined> {
    return this.#places.get(placeName(tenantKey, id), async () =>
      this.#open(tenantKey, await this.#deps.store.scope(tenantKey).namespaces.find(id)),
    );
  }

  async #open(
    tenantKey: TenantKey,
    found: Pick<Namespace, 'id' | 'settings'> | undefined,
  ): Promise<BackendPlace | undefined> {
    if (found === undefined || !saysWhere(found.settings)) return undefined;
    const { id, settings } = found;
    return {
      namespace: id,
      settings: await openSettings(this.#deps, { key: namespaceSettingsKey(tenantKey, id), settings }),
    };
  }
}

/** What the settings of a tenant that is gone keep of its namespaces, sealed as it was: whoever purges it finds what lies in their backends. */
export function settingsLeftBy(namespaces: readonly Pick<Namespace, 'id' | 'settings'>[]): JsonObject {
  const left = namespaces.filter(({ settings }) => saysWhere(settings));
  if (left.length === 0) return {};
  return { [leftNamespaces]: Object.fromEntries(left.map(({ id, settings }) => [id, settings])) };
}

const leftNamespaces = 'leftNamespaces';

function placeName(tenantKey: string, namespace: string): string {
  return `${tenantKey}/${namespace}`;
}
