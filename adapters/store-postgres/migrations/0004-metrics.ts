import { secure } from './row-security.ts';

/** What tasks measured: one row an attempt that reported anything, its values as JSON. */
export const metrics = {
  name: '0004-metrics',
  sql: `
create table metric_chunks(
  run bigint not null, tenant_id text collate "C" not null, ord integer not null, attempt integer not null,
  task_id text collate "C" not null, at bigint not null, body text collate "C" not null);
create index metric_chunks_run on metric_chunks(run);
${secure([{ table: 'metric_chunks', scope: 'all', engine: 'all' }])}
`,
};
