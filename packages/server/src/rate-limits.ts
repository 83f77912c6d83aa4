/** What an account, a tenant or a webhook may ask of the server in a time: what comes beyond it is refused before it is handled. */
import { TooManyRequests, type TenantRef } from '@windhover/model';
import { RateLimiter, type Caller, type Rate } from '@windhover/services';

export interface RateSettings {
  /** Requests of one account, whatever its credentials. */
  readonly client: Rate;
  /** Requests in one tenant, of all its accounts together. */
  readonly tenant: Rate;
  /** Calls of webhooks with the right key, and of public MCP servers. */
  readonly webhooks: { readonly flow: Rate; readonly tenant: Rate };
}

/** Wrong keys that one address may try at one flow, and links of invitations. */
const guesses: Rate = { maxRequests: 100, windowMs: 300_000 };
/** Single sign-ons from one address that may be refused: each is an entry of the audit log, and a question to the provider. */
const refusals: Rate = { maxRequests: 100, windowMs: 300_000 };

export class RateLimits {
  readonly #client: RateLimiter;
  readonly #tenant: RateLimiter;
  readonly #webhookFlow: RateLimiter;
  readonly #webhookTenant: RateLimiter;
  readonly #guesses = new RateLimiter(guesses);
  readonly #wrongLinks = new RateLimiter(guesses);
  readonly #refusals = new RateLimiter(refusals);

  constructor({ client, tenant, webhooks }: RateSettings) {
    this.#client = new RateLimiter(client);
    this.#tenant = new RateLimiter(tenant);
    this.#webhookFlow = new RateLimiter(webhooks.flow);
    this.#webhookTenant = new RateLimiter(webhooks.tenant);
  }

  /** Throws `TooManyRequests`. `tenant` is undefined for what belongs to the instance. */
  demandRequest({ user }: Caller, tenant: TenantRef | undefined, now: number): void {
    refuse('this account', 'requests', this.#client.rate, this.#client.take(user.id, now));
    if (tenant !== undefined) refuse('this tenant', 'requests', this.#tenant.rate, this.#tenant.take(tenant.key, now));
  }

  /** For a call whose key is right: nobody else can use up the rate. Throws `TooManyRequests`. */
  demandWebhook(tenant: TenantRef, flow: string, now: number): void {
    this.#demandOpen(tenant, flow, 'the webhooks of this flow', now);
  }

  /** For a message to a public MCP server, which counts as a flow with a webhook. Throws `TooManyRequests`. */
  demandPublicMcp(tenant: TenantRef, serverId: string, now: number): void {
    this.#demandOpen(tenant, `mcp ${serverId}`, 'this MCP server', now);
  }

  #demandOpen(tenant: TenantRef, key: string, who: string, now: number): void {
    refuse(who, 'calls', this.#webhookFlow.rate, this.#webhookFlow.take(`${tenant.key}/${key}`, now));
    const ofTenant = this.#webhookTenant.take(tenant.key, now);
    refuse('webhooks and public MCP servers of this tenant', 'calls', this.#webhookTenant.rate, ofTenant);
  }

  /** Throws `TooManyRequests` while the address has tried too many wrong keys at the flow. */
  demandNoGuessing(address: string, tenant: TenantRef, flow: string, now: number): void {
    const waitMs = this.#guesses.wait(guessKey(address, tenant, flow), now);
    if (waitMs > 0) throw tooMany('too many wrong keys from this address', waitMs);
  }

  recordGuess(address: string, tenant: TenantRef, flow: string, now: number): void {
    this.#guesses.take(guessKey(address, tenant, flow), now);
  }

  /** Throws `TooManyRequests` while the address has tried too many links of invitations that there are not. */
  demandFewWrongLinks(address: string, now: number): void {
    const waitMs = this.#wrongLinks.wait(address, now);
    if (waitMs > 0) throw tooMany('too many wrong links from this address', waitMs);
  }

  recordWrongLink(address: string, now: number): void {
    this.#wrongLinks.take(address, now);
  }

  /** Throws `TooManyRequests` while too many single sign-ons of the address were refused. */
  demandFewRefusals(address: string, now: number): void {
    const waitMs = this.#refusals.wait(address, now);
    if (waitMs > 0) throw tooMany('too many sign-ins from this address were refused', waitMs);
  }

  /** Whether the rate has room for it; of those that come at the same time, some may find none. */
  recordRefusal(address: string, now: number): boolean {
    return this.#refusals.take(address, now) === 0;
  }
}

function refuse(who: string, what: string, { maxRequests, windowMs }: Rate, waitMs: number): void {
  if (waitMs > 0) throw tooMany(`${who} may take ${maxRequests} ${what} in ${windowMs / 1_000} s`, waitMs);
}

function tooMany(rule: string, waitMs: number): TooManyRequests {
  const retryAfterSeconds = Math.ceil(waitMs / 1_000);
  return new TooManyRequests({ reason: `${rule}; try again in ${retryAfterSeconds} s`, retryAfterSeconds });
}

function guessKey(address: string, { key }: TenantRef, flow: string): string {
  return `${address} ${key}/${flow}`;
}
