import { secure } from './row-security.ts';

/** Tasks that flows take in by name. */
export const templates = {
  name: '0013-templates',
  sql: `
create table templates(
  tenant_id text collate "C" not null, namespace text collate "C" not null, template_id text collate "C" not null,
  revision integer not null, deleted integer not null, primary key(tenant_id, namespace, template_id));

create table template_revisions(
  tenant_id text collate "C" not null, namespace text collate "C" not null, template_id text collate "C" not null,
  revision integer not null, source text collate "C" not null, document text collate "C" not null,
  deleted integer not null, created_at bigint not null, created_by text collate "C",
  primary key(tenant_id, namespace, template_id, revision));
${secure([
  { table: 'templates', scope: 'all' },
  { table: 'template_revisions', scope: 'all' },
])}
`,
};
