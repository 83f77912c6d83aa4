/** The inbox holds news for flow triggers, and mail for the owner of a shard. */
export const shards = {
  name: '0007-shards',
  sql: `
alter table inbox add column kind text not null default 'news';
drop index inbox_shard;
create index inbox_shard on inbox(shard, kind, seq);
`,
};
