import { secure } from './row-security.ts';

/** What files of namespaces have been; their contents are in internal storage. */
export const fileRevisions = {
  name: '0010-file-revisions',
  sql: `
create table file_revisions(
  tenant_id text collate "C" not null, namespace text collate "C" not null, path text collate "C" not null,
  revision integer not null, created_at bigint not null, deleted integer not null, body text collate "C" not null,
  primary key(tenant_id, namespace, path, revision));
create index file_revisions_deleted on file_revisions(tenant_id, namespace, created_at) where deleted = 1;
${secure([{ table: 'file_revisions', scope: 'all' }])}
`,
};
