/**
 * The first schema. Hot tables are heaps in order of insertion with tenant-first indexes beside them: clustered by
 * tenant they write four times as many pages once a thousand tenants are active. Children of an execution hang on its
 * internal number `run`; every row carries its tenant all the same.
 */
export const first = {
  name: '0001-first',
  sql: `
create table shards(
  shard integer primary key, owner text, epoch integer not null, seq integer not null);
insert into shards(shard, owner, epoch, seq) values (0, null, 0, 0);

create table executions(
  run integer primary key, tenant_id text not null, execution_id text not null, namespace text not null,
  flow_id text not null, revision integer not null, state text not null, created_at integer not null,
  ended_at integer, shard integer not null, kind text, parent_id text, correlation_id text,
  trigger_execution_id text, body text not null);
create unique index executions_key on executions(tenant_id, execution_id);
create index executions_flow on executions(tenant_id, namespace, flow_id, execution_id);
create index executions_unusual on executions(tenant_id, state, execution_id) where state <> 'SUCCESS';
create index executions_live on executions(shard, execution_id) where ended_at is null;
create index executions_correlation on executions(tenant_id, correlation_id) where correlation_id is not null;
create index executions_parent on executions(tenant_id, parent_id) where parent_id is not null;
create index executions_trigger on executions(tenant_id, trigger_execution_id) where trigger_execution_id is not null;

create table execution_labels(
  tenant_id text not null, key text not null, value text not null, execution_id text not null,
  primary key(tenant_id, key, value, execution_id)) without rowid;

create table live_task_runs(
  run integer not null, tenant_id text not null, ord integer not null, shard integer not null, state text not null,
  attempt integer not null, worker_id text, lease integer not null, body text not null,
  primary key(run, ord)) without rowid;

create table task_runs(
  run integer not null, tenant_id text not null, ord integer not null, parent_ord integer not null,
  task_id text not null, value text, iteration integer, state text not null, body text not null, outputs text);
create unique index task_runs_key on task_runs(run, ord);

create table log_chunks(
  run integer not null, tenant_id text not null, ord integer not null, attempt integer not null,
  level integer not null, at integer not null, body text not null);
create index log_chunks_run on log_chunks(run);
create index log_chunks_time on log_chunks(tenant_id, at);
-- to whom the lines of a deleted execution belonged, where they were kept
create table kept_logs(
  run integer primary key, tenant_id text not null, execution_id text not null, namespace text not null,
  flow_id text not null);
create index kept_logs_key on kept_logs(tenant_id, execution_id);

create table timers(
  shard integer not null, due_at integer not null, tenant_id text not null, run integer not null, key text not null,
  primary key(shard, due_at, run, key)) without rowid;
create table inbox(
  seq integer primary key autoincrement, shard integer not null, tenant_id text not null, execution_id text not null,
  event text not null);
create index inbox_shard on inbox(shard, seq);
create table slots(
  tenant_id text not null, scope text not null, execution_id text not null,
  primary key(tenant_id, scope, execution_id)) without rowid;
create index slots_execution on slots(tenant_id, execution_id);
create table ticks(
  tenant_id text not null, trigger_key text not null, tick_at integer not null, execution_id text not null,
  primary key(tenant_id, trigger_key, tick_at)) without rowid;
create table idempotency(
  tenant_id text not null, key text not null, execution_id text not null, created_at integer not null,
  primary key(tenant_id, key)) without rowid;
create index idempotency_execution on idempotency(tenant_id, execution_id);

create table flows(
  tenant_id text not null, namespace text not null, flow_id text not null, revision integer not null,
  deleted integer not null, primary key(tenant_id, namespace, flow_id)) without rowid;
create table flow_revisions(
  tenant_id text not null, namespace text not null, flow_id text not null, revision integer not null,
  source text not null, document text not null, disabled integer not null, deleted integer not null,
  draft integer not null, created_at integer not null, created_by text);
create unique index flow_revisions_key on flow_revisions(tenant_id, namespace, flow_id, revision);
create table flow_labels(
  tenant_id text not null, key text not null, value text not null, namespace text not null, flow_id text not null,
  primary key(tenant_id, key, value, namespace, flow_id)) without rowid;
create index flow_labels_flow on flow_labels(tenant_id, namespace, flow_id);

create table tenants(
  tenant_id text primary key, id text not null, name text not null, status text not null, settings text not null,
  created_at integer not null, retained integer not null default 0);
create unique index tenants_id on tenants(id) where retained = 0;
create index tenants_every_id on tenants(id);

create table users(
  user_id text primary key, tenant_id text, type text not null, username text not null, username_key text not null,
  email text, super_admin integer not null, body text not null);
create unique index users_username on users(username_key);
create index users_tenant on users(tenant_id) where tenant_id is not null;
create table sessions(
  hash text primary key, user_id text not null, created_at integer not null, last_seen_at integer not null,
  expires_at integer not null, impersonated_by text);
create index sessions_user on sessions(user_id);
create index sessions_expiry on sessions(expires_at);
create table tokens(
  token_id text primary key, user_id text not null, prefix text not null, body text not null);
create index tokens_user on tokens(user_id, token_id);
create index tokens_prefix on tokens(prefix);

create table tenant_access(
  tenant_id text not null, user_id text not null, origin text not null, created_at integer not null,
  primary key(tenant_id, user_id)) without rowid;
create index tenant_access_user on tenant_access(user_id);
create table roles(
  tenant_id text not null, role_id text not null, name text not null, body text not null,
  primary key(tenant_id, role_id));
create table bindings(
  tenant_id text not null, binding_id text not null, type text not null, external_id text not null,
  role_id text not null, namespace text, primary key(tenant_id, binding_id)) without rowid;
create index bindings_holder on bindings(tenant_id, external_id);
create index bindings_role on bindings(tenant_id, role_id);
create table groups(
  tenant_id text not null, group_id text not null, name text not null, body text not null,
  primary key(tenant_id, group_id));
create unique index groups_name on groups(tenant_id, name);
create table group_members(
  tenant_id text not null, group_id text not null, user_id text not null, membership text not null,
  managed_externally integer not null, primary key(tenant_id, group_id, user_id)) without rowid;
create index group_members_user on group_members(tenant_id, user_id);

create table audit_log(
  seq integer primary key, tenant_id text not null, id text not null, at integer not null, type text not null,
  user_id text, resource text not null, namespace text, body text not null);
create index audit_log_time on audit_log(tenant_id, at);

create table settings(key text primary key, value text not null) without rowid;
`,
};
