/** Facts of the instance by key. */
import { readTenantKeys, tenantKeysSetting, type TenantKeys } from '@windhover/model';
import type { Store } from '@windhover/ports';
import { changing, step } from './sql-step.ts';
import { sql, type Sql } from './sql-text.ts';
import type { InstanceDeps } from './store-deps.ts';
import type { SqlReads } from './sql-reads.ts';

export function settings({ reads, write }: InstanceDeps): Pick<Store, 'getSetting' | 'setSetting' | 'claimSetting'> {
  const insert = (key: string, value: string): Sql => sql`insert into settings(key, value) values (${key}, ${value})`;
  return {
    getSetting: (key) => getSetting(reads, key),

    setSetting: (key, value) =>
      write(step(sql`${insert(key, value)} on conflict(key) do update set value = excluded.value`)),

    claimSetting: (key, value) => write(changing({ thing: 'Setting', id: key }, insert(key, value))),
  };
}

/** What an adapter needs to know before it opens the store. */
export async function openTenantKeys(reads: Pick<SqlReads, 'one'>): Promise<TenantKeys> {
  return readTenantKeys(await getSetting(reads, tenantKeysSetting));
}

async function getSetting(reads: Pick<SqlReads, 'one'>, key: string): Promise<string | undefined> {
  const row = await reads.one(sql`select value from settings where key = ${key}`);
  return row?.['value'] as string | undefined;
}
