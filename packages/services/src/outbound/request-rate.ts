import { defaultTenantKey, type TenantKey } from '@windhover/model';
import type { Rate } from '../limits/rate-limiter.ts';
import { tenantIdOf } from '../tenants/tenant-id.ts';

/** The tenant has asked too much; the message is for whoever runs its flows. */
export class RequestRateExceeded extends Error {
  constructor(tenantKey: TenantKey, { maxRequests, windowMs }: Rate, waitMs: number) {
    const who = tenantKey === defaultTenantKey ? 'the default tenant' : `tenant '${tenantIdOf(tenantKey)}'`;
    super(
      `Too many requests to servers outside: ${who} may send ${maxRequests} in ${windowMs / 1_000} s; ` +
        `try again in ${Math.ceil(waitMs / 1_000)} s`,
    );
    this.name = 'RequestRateExceeded';
  }
}
