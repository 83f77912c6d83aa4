/** Levers of the instance; `tenant_id` only of those that name a tenant. */
export const killSwitches = {
  name: '0014-kill-switches',
  sql: `
create table kill_switches(switch_id text primary key, tenant_id text, body text not null) without rowid;
`,
};
