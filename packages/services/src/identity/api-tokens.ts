import { parseDuration } from '@windhover/expressions';
import { InvalidEntity, NotFound, type ApiToken, type User } from '@windhover/model';
import type { Actor, Caller } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { writeOr } from '../access/on-conflict.ts';
import { accountAudit } from '../audit/instance-audit.ts';
import type { Deps } from '../deps.ts';
import { fingerprint, randomSecret } from './secret-text.ts';
import { checkAccountName } from './user-rules.ts';

export interface NewApiToken {
  readonly name: string;
  readonly description?: string | undefined;
  /** ISO-8601; absent: as long as the instance and the token in use allow. */
  readonly maxAge?: string | undefined;
  /** The end moves to now + maxAge at each use. */
  readonly extended?: boolean | undefined;
}

/**
 * Creates a credential with its owner's rights. Made with another token of the same owner it ends no later than that one: what
 * came into wrong hands cannot be made to last. `fullToken` is shown this once; what is stored is its hash. Throws `InvalidEntity`.
 */
export async function createApiToken(
  deps: Deps,
  actor: Actor,
  owner: User,
  input: NewApiToken,
): Promise<{ readonly token: ApiToken; readonly fullToken: string }> {
  checkAccountName(input.name);
  const now = deps.clock.now();
  const maker = actor !== 'command-line' && actor.user.id === owner.id ? actor.token : undefined;
  const maxAgeMs = lifeOf(input, deps.settings.apiTokenMaxAgeMs, maker, now);
  const prefix = deps.ids.next().slice(-6);
  const fullToken = `wh_${prefix}_${randomSecret(deps.ids)}`;
  const token: ApiToken = {
    id: deps.ids.next(),
    userId: owner.id,
    name: input.name,
    description: input.description ?? '',
    prefix,
    hash: fingerprint(fullToken),
    createdAt: now,
    extended: input.extended ?? false,
    ...(maxAgeMs === undefined ? {} : { maxAgeMs, expiresAt: now + maxAgeMs }),
  };
  const { id, name } = token;
  const entry = accountAudit(deps, actor, owner, {
    type: 'CREATE',
    resource: 'TOKEN',
    detail: { id, name, prefix, ownerId: owner.id, owner: owner.username },
  });
  await deps.store.write([deps.store.identity.insertToken(token), entry]);
  return { token, fullToken };
}

/** Ends a token at once. Throws `NotFound` when the owner has none of that id. */
export async function deleteApiToken(deps: Deps, actor: Actor, owner: User, tokenId: string): Promise<void> {
  const entry = accountAudit(deps, actor, owner, {
    type: 'DELETE',
    resource: 'TOKEN',
    detail: { id: tokenId, ownerId: owner.id, owner: owner.username },
  });
  await writeOr(
    deps.store,
    [deps.store.identity.deleteToken(owner.id, tokenId), entry],
    () => new NotFound({ thing: 'token' }),
  );
  announce(deps, { kind: 'user', userId: owner.id });
}

/** In milliseconds; undefined: without end. */
function lifeOf(
  { maxAge, extended }: NewApiToken,
  ceilingMs: number | undefined,
  maker: Caller['token'],
  now: number,
): number | undefined {
  const leftMs = leftOf(maker, now);
  if (extended === true && leftMs !== undefined && maker?.extended !== true)
    refuse(
      'extended',
      'the token in use ends at a fixed time; leave extended out, or use credentials that last longer',
    );
  const longestMs = Math.min(ceilingMs ?? Infinity, leftMs ?? Infinity);
  if (maxAge === undefined || maxAge === '') return longestMs === Infinity ? undefined : longestMs;
  const ms = durationOf(maxAge);
  if (ms <= 0) refuse('maxAge', `'${maxAge}' is not a time to live`);
  if (ceilingMs !== undefined && ms > ceilingMs)
    refuse('maxAge', `tokens of this instance live at most ${ceilingMs / 1000} seconds`);
  if (ms > longestMs) {
    const rule = `a token that is made with another one of the same account ends no later than that, in ${Math.floor(longestMs / 1000)} seconds`;
    refuse('maxAge', `${rule}; leave maxAge out, or use credentials that last longer`);
  }
  return ms;
}

/** How long the token could be used from now on: one that is extended has just been. */
function leftOf(token: Caller['token'], now: number): number | undefined {
  if (token?.expiresAt === undefined) return undefined;
  return token.extended ? token.maxAgeMs : token.expiresAt - now;
}

function durationOf(text: string): number {
  try {
    return parseDuration(text);
  } catch (error) {
    return refuse('maxAge', (error as Error).message);
  }
}

function refuse(path: 'maxAge' | 'extended', message: string): never {
  throw new InvalidEntity({ reason: `${path}: ${message}` }, { problems: [{ message, path }] });
}
