/** Records of tenants whose settings say where secrets and files lie, and for whom: asked for at each access, so kept while fresh. */
import { defaultTenantKey, instanceKey, type Tenant, type TenantKey } from '@windhover/model';
import { topics } from '@windhover/ports';
import { FreshCache } from '../access/fresh-cache.ts';
import type { InstanceChange } from '../access/instance-change.ts';
import type { Deps } from '../deps.ts';
import { openTenant } from '../tenants/sealed-settings.ts';

/** Lives as long as the transport does. */
export class TenantRecords {
  readonly #deps: Pick<Deps, 'store' | 'ciphers'>;
  readonly #opened: FreshCache<Tenant | undefined>;

  constructor(deps: Pick<Deps, 'store' | 'ciphers' | 'transport' | 'clock'>) {
    this.#deps = deps;
    this.#opened = new FreshCache(() => deps.clock.monotonic());
    deps.transport.subscribe(topics.instance, (message) => {
      const change = message as InstanceChange;
      // Keys of all tenants that had the id begin with it
      if (change.kind === 'tenant') this.#opened.drop(change.id);
    });
  }

  /** With its settings opened; undefined for the default tenant and for the instance, which have none. */
  async find(tenantKey: TenantKey): Promise<Tenant | undefined> {
    if (tenantKey === defaultTenantKey || tenantKey === instanceKey) return undefined;
    return this.#opened.get(tenantKey, async () => {
      const tenant = await this.#deps.store.tenants.findByKey(tenantKey);
      return tenant && openTenant(this.#deps, tenant);
    });
  }
}
