import type { Rate } from '../limits/rate-limiter.ts';

/** The tenant has asked too much; the message is for whoever runs its flows. */
export class RequestRateExceeded extends Error {
  constructor(tenantId: string | undefined, { maxRequests, windowMs }: Rate, waitMs: number) {
    const who = tenantId === undefined ? 'the default tenant' : `tenant '${tenantId}'`;
    super(
      `Too many requests to servers outside: ${who} may send ${maxRequests} in ${windowMs / 1_000} s; ` +
        `try again in ${Math.ceil(waitMs / 1_000)} s`,
    );
    this.name = 'RequestRateExceeded';
  }
}
