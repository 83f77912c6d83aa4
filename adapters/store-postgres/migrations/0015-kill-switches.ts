import { secure } from './row-security.ts';

/** Levers of the instance; `tenant_id` only of those that name a tenant. */
export const killSwitches = {
  name: '0015-kill-switches',
  sql: `
create table kill_switches(
  switch_id text collate "C" primary key, tenant_id text collate "C", body text collate "C" not null);
${secure([{ table: 'kill_switches', instance: 'all' }])}
`,
};
