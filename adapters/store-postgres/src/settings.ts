/** Facts of the instance by key. */
import type { Store } from '@windhover/ports';
import type { Reads } from './reads.ts';
import { changing, step, instanceWrite } from './step.ts';

export function settings(reads: Reads): Pick<Store, 'getSetting' | 'setSetting' | 'claimSetting'> {
  const insert = 'insert into settings(key, value) values ($1, $2)';
  return {
    async getSetting(key) {
      const row = await reads.one('select value from settings where key = $1', key);
      return row?.['value'] as string | undefined;
    },
    setSetting: (key, value) =>
      instanceWrite(step(`${insert} on conflict(key) do update set value = excluded.value`, key, value)),
    claimSetting: (key, value) => instanceWrite(changing({ thing: 'Setting', id: key }, insert, key, value)),
  };
}
