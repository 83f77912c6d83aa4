import type { KillSwitch } from '@windhover/model';
import type { KillSwitchStore } from '@windhover/ports';
import { fromBody } from '../from-body.ts';
import { changing } from '../sql-step.ts';
import { sql } from '../sql-text.ts';
import type { InstanceDeps } from '../store-deps.ts';

const thing = 'Kill switch';

export function killSwitchStore({ reads, write }: InstanceDeps): KillSwitchStore {
  return {
    async list() {
      const rows = await reads.list(sql`select body from kill_switches order by switch_id`);
      return rows.map(fromBody<KillSwitch>);
    },

    async find(id) {
      const row = await reads.one(sql`select body from kill_switches where switch_id = ${id}`);
      return row && fromBody<KillSwitch>(row);
    },

    insert: (killSwitch) =>
      write(
        changing(
          { thing, id: killSwitch.id },
          sql`insert into kill_switches(switch_id, tenant_id, body)
            values (${killSwitch.id}, ${killSwitch.tenantKey ?? null}, ${JSON.stringify(killSwitch)})`,
        ),
      ),

    update: (killSwitch) =>
      write(
        changing(
          { thing, id: killSwitch.id },
          sql`update kill_switches set tenant_id = ${killSwitch.tenantKey ?? null}, body = ${JSON.stringify(killSwitch)}
            where switch_id = ${killSwitch.id}`,
        ),
      ),

    delete: (id) => write(changing({ thing, id }, sql`delete from kill_switches where switch_id = ${id}`)),
  };
}
