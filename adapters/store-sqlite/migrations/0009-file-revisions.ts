/** What files of namespaces have been; their contents are in internal storage. */
export const fileRevisions = {
  name: '0009-file-revisions',
  sql: `
create table file_revisions(
  tenant_id text not null, namespace text not null, path text not null, revision integer not null,
  created_at integer not null, deleted integer not null, body text not null,
  primary key(tenant_id, namespace, path, revision)) without rowid;
create index file_revisions_deleted on file_revisions(tenant_id, namespace, created_at) where deleted = 1;
`,
};
