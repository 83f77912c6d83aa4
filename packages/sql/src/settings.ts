/** Facts of the instance by key. */
import type { Store } from '@windhover/ports';
import { changing, step } from './sql-step.ts';
import { sql, type Sql } from './sql-text.ts';
import type { InstanceDeps } from './store-deps.ts';

export function settings({ reads, write }: InstanceDeps): Pick<Store, 'getSetting' | 'setSetting' | 'claimSetting'> {
  const insert = (key: string, value: string): Sql => sql`insert into settings(key, value) values (${key}, ${value})`;
  return {
    async getSetting(key) {
      const row = await reads.one(sql`select value from settings where key = ${key}`);
      return row?.['value'] as string | undefined;
    },

    setSetting: (key, value) =>
      write(step(sql`${insert(key, value)} on conflict(key) do update set value = excluded.value`)),

    claimSetting: (key, value) => write(changing({ thing: 'Setting', id: key }, insert(key, value))),
  };
}
