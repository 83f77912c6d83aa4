import { secure } from './row-security.ts';

/**
 * Servers that share the shards: each moves its own beat, and no longer that of every shard. The inbox holds news for flow
 * triggers, and mail for the owner of a shard. Numbers of executions are given out in blocks.
 */
export const shards = {
  name: '0007-shards',
  sql: `
alter table shards drop column beat;
create table servers(
  holder text collate "C" primary key, takes_share integer not null, beat bigint not null) with (fillfactor = 20);

alter table inbox add column kind text collate "C" not null default 'news';
drop index inbox_shard;
create index inbox_shard on inbox(shard, kind, seq);

create sequence runs increment by 1000;
select set_config('windhover.role', 'engine', true);
select setval('runs', 1 + greatest(
  (select coalesce(max(run), 0) from executions), (select coalesce(max(run), 0) from live_task_runs),
  (select coalesce(max(run), 0) from task_runs), (select coalesce(max(run), 0) from log_chunks),
  (select coalesce(max(run), 0) from kept_logs)), false);
${secure([{ table: 'servers', engine: 'all' }])}
`,
};
