/** Requests to servers outside in the name of a tenant: to addresses that are open to it, and so many in a time. */
import type { HttpClient, TenantKey } from '@windhover/model';
import type { Clock } from '../deps.ts';
import type { TenantRecords } from '../backends/tenant-records.ts';
import { RateLimiter, type Rate } from '../limits/rate-limiter.ts';
import { allowedAddresses, type AddressCheck, type TenantAddresses } from './address-rules.ts';
import { serveFilteringProxy } from './filtering-proxy.ts';
import { createHttpClient, type HttpClientOptions } from './http-client.ts';
import { RequestRateExceeded } from './request-rate.ts';

export interface TenantHttp {
  of(tenantKey: TenantKey): HttpClient;
  /** The same for programs that know proxies alone, at the path of a socket; the answer ends it. */
  serveProxy(path: string, tenantKey: TenantKey): Promise<() => Promise<void>>;
}

export interface TenantHttpOptions extends Pick<HttpClientOptions, 'resolve'> {
  readonly addresses: TenantAddresses;
  readonly records: Pick<TenantRecords, 'find' | 'idOf'>;
  /** Of each tenant, redirects counted, in this process. */
  readonly rate: Rate;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** Settings are looked up at each request, so that a change counts at once. */
export function createTenantHttp({ addresses, records, rate, clock, ...options }: TenantHttpOptions): TenantHttp {
  const limiter = new RateLimiter(rate);
  const addressesOf = async (tenantKey: TenantKey): Promise<AddressCheck> =>
    addresses(allowedAddresses((await records.find(tenantKey))?.settings));
  const count = (tenantKey: TenantKey): void => {
    const waitMs = limiter.take(tenantKey, clock.monotonic());
    if (waitMs > 0) throw new RequestRateExceeded(records.idOf(tenantKey), limiter.rate, waitMs);
  };
  return {
    of: (tenantKey) => ({
      async send(request) {
        const isAllowed = await addressesOf(tenantKey);
        return createHttpClient({ ...options, isAllowed, beforeRequest: () => count(tenantKey) }).send(request);
      },
    }),
    serveProxy: (path, tenantKey) =>
      serveFilteringProxy(path, {
        ...options,
        async admit() {
          count(tenantKey);
          return addressesOf(tenantKey);
        },
      }),
  };
}
