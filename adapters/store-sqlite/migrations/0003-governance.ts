/**
 * What it takes to govern tenants: suspension and purge, a hash chain through each audit log, invitations. `audit_heads`
 * holds the end of each chain: entries that are cut off at the end are missed, too. Entries from before have no hash; a
 * chain begins with the first that has one.
 */
export const governance = {
  name: '0003-governance',
  sql: `
alter table tenants add column suspension text;
alter table tenants add column purging integer not null default 0;

alter table audit_log add column detail_id text;
alter table audit_log add column previous_hash text;
alter table audit_log add column hash text;
update audit_log set detail_id = coalesce(
  body ->> '$.detail.id', body ->> '$.detail.executionId', body ->> '$.detail.triggerId', body ->> '$.detail.flowId',
  body ->> '$.detail.key', body ->> '$.detail.groupId', body ->> '$.detail.userId', body ->> '$.detail.path');
create index audit_log_chain on audit_log(tenant_id, seq);
create index audit_log_detail on audit_log(tenant_id, detail_id, seq) where detail_id is not null;
create index audit_log_id on audit_log(id);
create table audit_heads(
  tenant_id text primary key, entries integer not null, hash text not null, anchor text not null,
  purged integer not null default 0) without rowid;

create table invitations(
  tenant_id text not null, invitation_id text not null, email_key text not null, status text not null,
  expires_at integer not null, body text not null, primary key(tenant_id, invitation_id)) without rowid;
create unique index invitations_id on invitations(invitation_id);
create index invitations_email on invitations(email_key);
create unique index invitations_pending on invitations(tenant_id, email_key) where status = 'PENDING';
`,
};
