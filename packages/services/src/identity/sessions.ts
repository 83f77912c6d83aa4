import type { Session, User } from '@windhover/model';
import { announce } from '../access/instance-change.ts';
import { signInAudit } from '../audit/instance-audit.ts';
import type { Deps } from '../deps.ts';
import { fingerprint, randomSecret } from './secret-text.ts';

/** Starts a session; the answer is the cookie's value and is stored nowhere. `signOn` says at which provider it began. */
export async function openSession(
  deps: Pick<Deps, 'store' | 'clock' | 'ids' | 'settings'>,
  user: User,
  address: string | undefined,
  signOn?: Session['signOn'],
): Promise<string> {
  const value = randomSecret(deps.ids);
  const now = deps.clock.now();
  const session = {
    hash: fingerprint(value),
    userId: user.id,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + deps.settings.session.absoluteMs,
    ...(signOn === undefined ? {} : { signOn }),
  };
  const { identity } = deps.store;
  const { id, username } = user;
  const entry = signInAudit(
    deps,
    { user, address },
    {
      type: 'LOGIN',
      resource: 'USER',
      detail: { id, username, ...(signOn === undefined ? {} : { provider: signOn.provider }) },
    },
  );
  await deps.store.write([identity.deleteSessionsExpiredBefore(now), identity.insertSession(session), entry]);
  return value;
}

/** Ends the session behind a cookie and answers it; one that is unknown is over already. */
export async function closeSession(
  deps: Pick<Deps, 'store' | 'transport' | 'clock' | 'ids'>,
  value: string,
  address: string | undefined,
): Promise<Session | undefined> {
  const { identity } = deps.store;
  const session = await identity.findSession(fingerprint(value));
  if (session === undefined) return undefined;
  const user = await identity.findUser(session.userId);
  const detail = { id: session.userId, ...(user === undefined ? {} : { username: user.username }) };
  const by = { user, address, impersonatedBy: session.impersonatedBy };
  const entry = signInAudit(deps, by, { type: 'LOGOUT', resource: 'USER', detail });
  await deps.store.write([identity.deleteSession(session.hash), entry]);
  announce(deps, { kind: 'user', userId: session.userId });
  return session;
}
