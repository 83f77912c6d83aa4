/** What tasks measured: one row an attempt that reported anything, its values as JSON. */
export const metrics = {
  name: '0004-metrics',
  sql: `
create table metric_chunks(
  run integer not null, tenant_id text not null, ord integer not null, attempt integer not null, task_id text not null,
  at integer not null, body text not null);
create index metric_chunks_run on metric_chunks(run);
`,
};
