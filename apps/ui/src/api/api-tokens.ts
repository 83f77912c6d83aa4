import { tenantPath } from './mount.ts';
import { requestJson, send } from './request.ts';
import type { Reply } from './wire.ts';

type TokenList = Reply<'me', 'listTokens'>;
export type WireApiToken = TokenList['results'][number];
export type CreatedApiToken = Reply<'me', 'createToken'>;

export interface NewApiToken {
  readonly name: string;
  readonly description?: string;
  /** ISO duration; without one the token has no end of its own. */
  readonly maxAge?: string;
  readonly extended: boolean;
}

/** The tokens of one account. */
export interface ApiTokens {
  list(): Promise<TokenList>;
  create(token: NewApiToken): Promise<CreatedApiToken>;
  remove(id: string): Promise<unknown>;
}

export const myTokens: ApiTokens = tokensBelow('/me/api-tokens');

export function serviceAccountTokens(tenant: string, accountId: string): ApiTokens {
  return tokensBelow(tenantPath(tenant, `/service-accounts/${accountId}/api-tokens`));
}

function tokensBelow(path: string): ApiTokens {
  return {
    list: () => requestJson<TokenList>(path),
    create: (token) => requestJson<CreatedApiToken>(path, { method: 'POST', json: token }),
    remove: (id) => send(`${path}/${id}`, { method: 'DELETE' }),
  };
}
