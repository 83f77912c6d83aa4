import type { Session } from '@windhover/model';
import type { IdentityStore } from '@windhover/ports';
import { changing, step } from '../sql-step.ts';
import { sql, type Row } from '../sql-text.ts';
import type { InstanceDeps } from '../store-deps.ts';

type SessionStore = Pick<
  IdentityStore,
  | 'findSession'
  | 'insertSession'
  | 'touchSession'
  | 'deleteSession'
  | 'deleteSessionsOf'
  | 'deleteSessionsExpiredBefore'
>;

export function sessionStore({ reads, write }: InstanceDeps): SessionStore {
  return {
    async findSession(hash) {
      const row = await reads.one(sql`select * from sessions where hash = ${hash}`);
      return row && toSession(row);
    },

    insertSession: (session) =>
      write(
        changing(
          { thing: 'Session', id: session.userId },
          sql`insert into sessions(hash, user_id, created_at, last_seen_at, expires_at, impersonated_by, sign_on)
            values (${session.hash}, ${session.userId}, ${session.createdAt}, ${session.lastSeenAt},
              ${session.expiresAt}, ${session.impersonatedBy ?? null},
              ${session.signOn === undefined ? null : JSON.stringify(session.signOn)})`,
        ),
      ),

    touchSession: (hash, lastSeenAt) =>
      write(
        step(
          sql`update sessions set last_seen_at = ${lastSeenAt} where hash = ${hash} and last_seen_at < ${lastSeenAt}`,
        ),
      ),

    deleteSession: (hash) => write(step(sql`delete from sessions where hash = ${hash}`)),

    deleteSessionsOf: (userId) => write(step(sql`delete from sessions where user_id = ${userId}`)),

    deleteSessionsExpiredBefore: (at) => write(step(sql`delete from sessions where expires_at < ${at}`)),
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
