import { secure } from './row-security.ts';

/**
 * What it takes to govern tenants: suspension and purge, a hash chain through each audit log, invitations. `audit_heads`
 * holds the end of each chain: entries that are cut off at the end are missed, too.
 */
export const governance = {
  name: '0003-governance',
  sql: `
alter table tenants add column suspension text collate "C";
alter table tenants add column purging integer not null default 0;

alter table audit_log add column detail_id text collate "C";
alter table audit_log add column previous_hash text collate "C";
alter table audit_log add column hash text collate "C";
create index audit_log_chain on audit_log(tenant_id, seq);
create index audit_log_detail on audit_log(tenant_id, detail_id, seq) where detail_id is not null;
create index audit_log_id on audit_log(id);
create table audit_heads(
  tenant_id text collate "C" primary key, entries bigint not null, hash text collate "C" not null,
  anchor text collate "C" not null, purged bigint not null default 0);

create table invitations(
  tenant_id text collate "C" not null, invitation_id text collate "C" not null, email_key text collate "C" not null,
  status text collate "C" not null, expires_at bigint not null, body text collate "C" not null,
  primary key(tenant_id, invitation_id));
create unique index invitations_id on invitations(invitation_id);
create index invitations_email on invitations(email_key);
create unique index invitations_pending on invitations(tenant_id, email_key) where status = 'PENDING';
${secure([
  { table: 'audit_heads', scope: 'all', instance: 'reads' },
  { table: 'invitations', scope: 'all', instance: 'reads' },
])}
`,
};
