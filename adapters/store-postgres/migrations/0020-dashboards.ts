import { secure } from './row-security.ts';

/** Dashboards, as they were written. */
export const dashboards = {
  name: '0020-dashboards',
  sql: `
create table dashboards(
  tenant_id text collate "C" not null, dashboard_id text collate "C" not null, title text collate "C" not null,
  created_at bigint not null, updated_at bigint not null, body text collate "C" not null,
  primary key(tenant_id, dashboard_id));
${secure([{ table: 'dashboards', scope: 'all' }])}
`,
};
