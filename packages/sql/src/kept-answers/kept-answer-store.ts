import type { InstanceAnswerStore, KeptAnswerStore } from '@windhover/ports';
import { changing, step } from '../sql-step.ts';
import { sql, type OneTenant } from '../sql-text.ts';
import type { InstanceDeps, ScopeDeps } from '../store-deps.ts';

const thing = 'Kept answer';
/** No tenant's key: of calls above the tenants. */
const ofInstance = '';

export function keptAnswerStore(
  owner: OneTenant | typeof ofInstance,
  { reads, write }: Pick<ScopeDeps, 'reads' | 'write'>,
): KeptAnswerStore {
  return {
    async find(name) {
      const row = await reads.one(
        sql`select kept_at, body from kept_answers where tenant_id = ${owner} and name = ${name}`,
      );
      return row && { name, keptAt: row['kept_at'] as number, body: row['body'] as string };
    },

    keep: ({ name, keptAt, body }, expiredBefore) =>
      write(
        changing(
          { thing, id: name },
          sql`insert into kept_answers(tenant_id, name, kept_at, body) values (${owner}, ${name}, ${keptAt}, ${body})
            on conflict (tenant_id, name) do update set kept_at = excluded.kept_at, body = excluded.body
            where kept_answers.kept_at < ${expiredBefore}`,
        ),
      ),
  };
}

export function instanceAnswerStore(deps: InstanceDeps): InstanceAnswerStore {
  return {
    ...keptAnswerStore(ofInstance, deps),
    deleteKeptBefore: (at) => deps.write(step(sql`delete from kept_answers where kept_at < ${at}`)),
  };
}
