/** Dashboards, as they were written. */
export const dashboards = {
  name: '0019-dashboards',
  sql: `
create table dashboards(
  tenant_id text not null, dashboard_id text not null, title text not null, created_at integer not null,
  updated_at integer not null, body text not null, primary key(tenant_id, dashboard_id));
`,
};
