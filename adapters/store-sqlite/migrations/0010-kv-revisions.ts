/** What key/value pairs were before. */
export const kvRevisions = {
  name: '0010-kv-revisions',
  sql: `
create table kv_revisions(
  tenant_id text not null, namespace text not null, key text not null, revision integer not null, body text not null,
  primary key(tenant_id, namespace, key, revision));
`,
};
