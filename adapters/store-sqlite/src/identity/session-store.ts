import type { Session } from '@windhover/model';
import type { IdentityStore } from '@windhover/ports';
import type { PointReads } from '../point-reads.ts';
import { changing, step, writeOp } from '../step.ts';
import type { Row } from '../threads/reader-thread.ts';

type SessionStore = Pick<
  IdentityStore,
  | 'findSession'
  | 'insertSession'
  | 'touchSession'
  | 'deleteSession'
  | 'deleteSessionsOf'
  | 'deleteSessionsExpiredBefore'
>;

export function sessionStore(points: PointReads): SessionStore {
  return {
    async findSession(hash) {
      const row = points.one('select * from sessions where hash = ?', hash);
      return row && toSession(row);
    },

    insertSession: (session) =>
      writeOp(
        changing(
          { thing: 'Session', id: session.userId },
          `insert into sessions(hash, user_id, created_at, last_seen_at, expires_at, impersonated_by, sign_on)
           values (?, ?, ?, ?, ?, ?, ?)`,
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
      writeOp(
        step('update sessions set last_seen_at = ? where hash = ? and last_seen_at < ?', lastSeenAt, hash, lastSeenAt),
      ),

    deleteSession: (hash) => writeOp(step('delete from sessions where hash = ?', hash)),

    deleteSessionsOf: (userId) => writeOp(step('delete from sessions where user_id = ?', userId)),

    deleteSessionsExpiredBefore: (at) => writeOp(step('delete from sessions where expires_at < ?', at)),
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
