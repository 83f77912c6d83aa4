/** How many executions the present window of each quota has seen. */
export const quotaCounts = {
  name: '0008-quota-counts',
  sql: `
create table quota_counts(
  tenant_id text not null, quota text not null, shard integer not null, ends_at integer not null, count integer not null,
  primary key(tenant_id, quota)) without rowid;
create index quota_counts_shard on quota_counts(shard);
`,
};
