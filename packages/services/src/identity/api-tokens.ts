import { parseDuration } from '@windhover/expressions';
import { InvalidEntity, NotFound, type ApiToken, type User } from '@windhover/model';
import type { Actor } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { writeOr } from '../access/on-conflict.ts';
import { accountAudit } from '../audit/instance-audit.ts';
import type { Deps } from '../deps.ts';
import { fingerprint, randomSecret } from './secret-text.ts';
import { checkAccountName } from './user-rules.ts';

export interface NewApiToken {
  readonly name: string;
  readonly description?: string | undefined;
  /** ISO-8601; absent: no end, or the ceiling that the instance sets. */
  readonly maxAge?: string | undefined;
  /** The end moves to now + maxAge at each use. */
  readonly extended?: boolean | undefined;
}

/** Creates a credential with its owner's rights. `fullToken` is shown this once; what is stored is its hash. */
export async function createApiToken(
  deps: Deps,
  actor: Actor,
  owner: User,
  input: NewApiToken,
): Promise<{ readonly token: ApiToken; readonly fullToken: string }> {
  checkAccountName(input.name);
  const maxAgeMs = lifeOf(input.maxAge, deps.settings.apiTokenMaxAgeMs);
  const prefix = deps.ids.next().slice(-6);
  const fullToken = `wh_${prefix}_${randomSecret(deps.ids)}`;
  const now = deps.clock.now();
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

function lifeOf(maxAge: string | undefined, ceilingMs: number | undefined): number | undefined {
  if (maxAge === undefined || maxAge === '') return ceilingMs;
  const refuse = (message: string): never => {
    throw new InvalidEntity({ reason: `maxAge: ${message}` }, { problems: [{ message, path: 'maxAge' }] });
  };
  let ms: number;
  try {
    ms = parseDuration(maxAge);
  } catch (error) {
    return refuse((error as Error).message);
  }
  if (ms <= 0) return refuse(`'${maxAge}' is not a time to live`);
  if (ceilingMs !== undefined && ms > ceilingMs)
    return refuse(`tokens of this instance live at most ${ceilingMs / 1000} seconds`);
  return ms;
}
