import type { Session } from '@windhover/model';
import type { IdentityStore } from '@windhover/ports';
import type { Reads } from '../reads.ts';
import { changing, instanceWrite, step } from '../step.ts';
import type { Row } from '../connection/statement.ts';

type SessionStore = Pick<
  IdentityStore,
  | 'findSession'
  | 'insertSession'
  | 'touchSession'
  | 'deleteSession'
  | 'deleteSessionsOf'
  | 'deleteSessionsExpiredBefore'
>;

export function sessionStore(reads: Reads): SessionStore {
  return {
    async findSession(hash) {
      const row = await reads.one('select * from sessions where hash = $1', hash);
      return row && toSession(row);
    },

    insertSession: (session) =>
      instanceWrite(
        changing(
          { thing: 'Session', id: session.userId },
          `insert into sessions(hash, user_id, created_at, last_seen_at, expires_at, impersonated_by, sign_on)
           values ($1, $2, $3, $4, $5, $6, $7)`,
          session.hash,
          session.userId,
          session.createdAt,
          session.lastSeenAt,
          session.expiresAt,
          session.impersonatedBy ?? null,
          session.signOn === undefined ? null : JSON.stringify(session.signOn),
        ),
      ),

    touchSession: (hash, lastSeenAt) =>
      instanceWrite(
        step(
          'update sessions set last_seen_at = $1 where hash = $2 and last_seen_at < $3',
          lastSeenAt,
          hash,
          lastSeenAt,
        ),
      ),

    deleteSession: (hash) => instanceWrite(step('delete from sessions where hash = $1', hash)),

    deleteSessionsOf: (userId) => instanceWrite(step('delete from sessions where user_id = $1', userId)),

    deleteSessionsExpiredBefore: (at) => instanceWrite(step('delete from sessions where expires_at < $1', at)),
  };
}

function toSession(row: Row): Session {
  const impersonatedBy = row['impersonated_by'] as string | null;
  const signOn = row['sign_on'] as string | null;
  return {
    hash: row['hash'] as string,
    userId: row['user_id'] as string,
    createdAt: row['created_at'] as number,
    lastSeenAt: row['last_seen_at'] as number,
    expiresAt: row['expires_at'] as number,
    ...(impersonatedBy !== null && { impersonatedBy }),
    ...(signOn !== null && { signOn: JSON.parse(signOn) as NonNullable<Session['signOn']> }),
  };
}
