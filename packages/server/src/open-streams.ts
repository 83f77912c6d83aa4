/** Live streams of each tenant that are open at this server. */
import type { TenantRef } from '@windhover/model';
import { findLimit, limitReached, type LimitDeps } from '@windhover/services';

export class OpenStreams {
  readonly #open = new Map<string, number>();

  count({ key }: Pick<TenantRef, 'key'>): number {
    return this.#open.get(key) ?? 0;
  }

  /** Counts one more until the answer is called, once. Throws `LimitReached`. */
  async take(deps: LimitDeps, tenant: Pick<TenantRef, 'key'>): Promise<() => void> {
    const limit = await findLimit(deps, tenant.key, 'streams');
    if (limit !== undefined && this.count(tenant) >= limit) throw limitReached('streams', limit);
    this.#open.set(tenant.key, this.count(tenant) + 1);
    return () => {
      const left = this.count(tenant) - 1;
      if (left > 0) this.#open.set(tenant.key, left);
      else this.#open.delete(tenant.key);
    };
  }
}
