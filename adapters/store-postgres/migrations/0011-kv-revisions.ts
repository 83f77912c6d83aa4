import { secure } from './row-security.ts';

/** What key/value pairs were before. */
export const kvRevisions = {
  name: '0011-kv-revisions',
  sql: `
create table kv_revisions(
  tenant_id text collate "C" not null, namespace text collate "C" not null, key text collate "C" not null,
  revision integer not null, body text collate "C" not null, primary key(tenant_id, namespace, key, revision));
${secure([{ table: 'kv_revisions', scope: 'all' }])}
`,
};
