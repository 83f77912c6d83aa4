import { secure } from './row-security.ts';

/** How many executions the present window of each quota has seen. */
export const quotaCounts = {
  name: '0009-quota-counts',
  sql: `
create table quota_counts(
  tenant_id text collate "C" not null, quota text collate "C" not null, shard integer not null, ends_at bigint not null,
  count bigint not null, primary key(tenant_id, quota)) with (fillfactor = 50);
create index quota_counts_shard on quota_counts(shard);
${secure([{ table: 'quota_counts', scope: 'all', engine: 'all' }])}
`,
};
