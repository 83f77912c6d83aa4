/** Facts of the instance by key. */
import type { Store } from '@windhover/ports';
import type { PointReads } from './point-reads.ts';
import { changing, step, writeOp } from './step.ts';

export function settings(points: PointReads): Pick<Store, 'getSetting' | 'setSetting' | 'claimSetting'> {
  const insert = 'insert into settings(key, value) values (?, ?)';
  return {
    async getSetting(key) {
      return points.one('select value from settings where key = ?', key)?.['value'] as string | undefined;
    },
    setSetting: (key, value) =>
      writeOp(step(`${insert} on conflict(key) do update set value = excluded.value`, key, value)),
    claimSetting: (key, value) => writeOp(changing({ thing: 'Setting', id: key }, insert, key, value)),
  };
}
