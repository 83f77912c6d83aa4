import type { ApiToken } from '@windhover/model';

export function tokenJson(token: ApiToken, now: number) {
  const { id, name, description, prefix, extended, createdAt, expiresAt, lastUsedAt } = token;
  return {
    id,
    name,
    description,
    prefix,
    iat: toIso(createdAt),
    ...(expiresAt === undefined ? {} : { exp: toIso(expiresAt) }),
    ...(lastUsedAt === undefined ? {} : { lastUsed: toIso(lastUsedAt) }),
    extended,
    expired: expiresAt !== undefined && expiresAt <= now,
  };
}

/** Tokens in order of creation. */
export function tokenListJson(tokens: readonly ApiToken[], now: number) {
  return { results: tokens.map((token) => tokenJson(token, now)), total: tokens.length };
}

export function createdTokenJson({ token, fullToken }: { readonly token: ApiToken; readonly fullToken: string }) {
  return { id: token.id, name: token.name, fullToken };
}

export function toIso(at: number): string {
  return new Date(at).toISOString();
}
