import type { IdentityStore } from '@windhover/ports';
import { changing, step } from '../sql-step.ts';
import { sql } from '../sql-text.ts';
import type { InstanceDeps } from '../store-deps.ts';

type FailedLoginStore = Pick<
  IdentityStore,
  'findFailedLogins' | 'noteFailedLogins' | 'forgetFailedLogins' | 'deleteFailedLoginsExpiredBefore'
>;

export function failedLoginStore({ reads, write }: InstanceDeps): FailedLoginStore {
  return {
    async findFailedLogins(nameHash) {
      const row = await reads.one(sql`select * from failed_logins where name_hash = ${nameHash}`);
      if (row === undefined) return undefined;
      const lockedUntil = row['locked_until'] as number | null;
      return {
        count: row['failures'] as number,
        expiresAt: row['expires_at'] as number,
        ...(lockedUntil !== null && { lockedUntil }),
      };
    },

    noteFailedLogins: (nameHash, seen, { count, lockedUntil, expiresAt }) =>
      write(
        changing(
          { thing: 'Failed logins', id: nameHash },
          sql`insert into failed_logins(name_hash, failures, locked_until, expires_at)
            values (${nameHash}, ${count}, ${lockedUntil ?? null}, ${expiresAt})
            on conflict (name_hash) do update set failures = excluded.failures, locked_until = excluded.locked_until,
              expires_at = excluded.expires_at
            where failed_logins.failures = ${seen?.count ?? 0} and failed_logins.expires_at = ${seen?.expiresAt ?? 0}`,
        ),
      ),

    forgetFailedLogins: (nameHash) => write(step(sql`delete from failed_logins where name_hash = ${nameHash}`)),

    deleteFailedLoginsExpiredBefore: (at) => write(step(sql`delete from failed_logins where expires_at < ${at}`)),
  };
}
