/** Tasks that flows take in by name. */
export const templates = {
  name: '0012-templates',
  sql: `
create table templates(
  tenant_id text not null, namespace text not null, template_id text not null, revision integer not null,
  deleted integer not null, primary key(tenant_id, namespace, template_id));

create table template_revisions(
  tenant_id text not null, namespace text not null, template_id text not null, revision integer not null,
  source text not null, document text not null, deleted integer not null, created_at integer not null, created_by text,
  primary key(tenant_id, namespace, template_id, revision));
`,
};
