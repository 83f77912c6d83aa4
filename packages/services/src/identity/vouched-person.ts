import type { ExternalIdentity } from '@windhover/model';

/** What a token of a provider says, once its signature, issuer, audience, time and nonce were checked. */
export interface VouchedPerson {
  readonly identity: ExternalIdentity;
  readonly claims: Readonly<Record<string, unknown>>;
}
