/** Requests to servers outside in the name of a tenant: to addresses that are open to it, and so many in a time. */
import type { HttpClient, TenantKey } from '@windhover/model';
import { defaultTenantKey } from '@windhover/model';
import type { Clock } from '../deps.ts';
import type { TenantRecords } from '../backends/tenant-records.ts';
import { RateLimiter, type Rate } from '../limits/rate-limiter.ts';
import { tenantIdOf } from '../tenants/tenant-id.ts';
import { allowedAddresses, type TenantAddresses } from './address-rules.ts';
import { createHttpClient, type HttpClientOptions } from './http-client.ts';

export interface TenantHttp {
  of(tenantKey: TenantKey): HttpClient;
}

export interface TenantHttpOptions extends Pick<HttpClientOptions, 'resolve'> {
  readonly addresses: TenantAddresses;
  readonly records: Pick<TenantRecords, 'find'>;
  /** Of each tenant, redirects counted, in this process. */
  readonly rate: Rate;
  readonly clock: Pick<Clock, 'monotonic'>;
}

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

/** Settings are looked up at each request, so that a change counts at once. */
export function createTenantHttp({ addresses, records, rate, clock, ...options }: TenantHttpOptions): TenantHttp {
  const limiter = new RateLimiter(rate);
  return {
    of: (tenantKey) => ({
      async send(request) {
        const isAllowed = addresses(allowedAddresses((await records.find(tenantKey))?.settings));
        const beforeRequest = (): void => {
          const waitMs = limiter.take(tenantKey, clock.monotonic());
          if (waitMs > 0) throw new RequestRateExceeded(tenantKey, limiter.rate, waitMs);
        };
        return createHttpClient({ ...options, isAllowed, beforeRequest }).send(request);
      },
    }),
  };
}
