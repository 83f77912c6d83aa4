import { secure } from './row-security.ts';

/**
 * The first schema: the tables of the embedded store, and what PostgreSQL needs beside them. Text compares by bytes, so
 * that the order of ids is the order of time. Rows lie in order of insertion with tenant-first indexes beside them.
 */
export const first = {
  name: '0001-first',
  sql: `
-- one row a shard, written with each commit: half-empty pages let it stay where it is
create table shards(
  shard integer primary key, owner text collate "C", holder text collate "C", epoch bigint not null, seq bigint not null,
  beat bigint not null) with (fillfactor = 20);
insert into shards(shard, owner, holder, epoch, seq, beat)
  select shard, null, null, 0, 0, 0 from generate_series(0, 63) shard;

create table executions(
  run bigint primary key, tenant_id text collate "C" not null, execution_id text collate "C" not null,
  namespace text collate "C" not null, flow_id text collate "C" not null, revision integer not null,
  state text collate "C" not null, created_at bigint not null, ended_at bigint, shard integer not null,
  kind text collate "C", parent_id text collate "C", correlation_id text collate "C",
  trigger_execution_id text collate "C", body text collate "C" not null);
create unique index executions_key on executions(tenant_id, execution_id);
create index executions_flow on executions(tenant_id, namespace, flow_id, execution_id);
create index executions_unusual on executions(tenant_id, state, execution_id) where state <> 'SUCCESS';
create index executions_live on executions(shard, execution_id) where ended_at is null;
create index executions_correlation on executions(tenant_id, correlation_id) where correlation_id is not null;
create index executions_parent on executions(tenant_id, parent_id) where parent_id is not null;
create index executions_trigger on executions(tenant_id, trigger_execution_id) where trigger_execution_id is not null;

create table execution_labels(
  tenant_id text collate "C" not null, key text collate "C" not null, value text collate "C" not null,
  execution_id text collate "C" not null, primary key(tenant_id, key, value, execution_id));
-- grows at its end, and finds the labels of an execution without reading its body as JSON
create index execution_labels_execution on execution_labels(tenant_id, execution_id);

create table live_task_runs(
  run bigint not null, tenant_id text collate "C" not null, ord integer not null, shard integer not null,
  state text collate "C" not null, attempt integer not null, worker_id text collate "C", lease bigint not null,
  body text collate "C" not null, primary key(run, ord));

create table task_runs(
  run bigint not null, tenant_id text collate "C" not null, ord integer not null, parent_ord integer not null,
  task_id text collate "C" not null, value text collate "C", iteration integer, state text collate "C" not null,
  body text collate "C" not null, outputs text collate "C");
create unique index task_runs_key on task_runs(run, ord);

create table log_chunks(
  number bigint generated always as identity, run bigint not null, tenant_id text collate "C" not null,
  ord integer not null, attempt integer not null, level integer not null, at bigint not null,
  body text collate "C" not null);
create index log_chunks_run on log_chunks(run);
create index log_chunks_time on log_chunks(tenant_id, at, number);
-- to whom the lines of a deleted execution belonged, where they were kept
create table kept_logs(
  run bigint primary key, tenant_id text collate "C" not null, execution_id text collate "C" not null,
  namespace text collate "C" not null, flow_id text collate "C" not null);
create index kept_logs_key on kept_logs(tenant_id, execution_id);

create table timers(
  shard integer not null, due_at bigint not null, tenant_id text collate "C" not null, run bigint not null,
  key text collate "C" not null, primary key(shard, due_at, run, key));
create table inbox(
  seq bigint generated always as identity primary key, shard integer not null, tenant_id text collate "C" not null,
  execution_id text collate "C" not null, event text collate "C" not null);
create index inbox_shard on inbox(shard, seq);
create table slots(
  tenant_id text collate "C" not null, scope text collate "C" not null, execution_id text collate "C" not null,
  primary key(tenant_id, scope, execution_id));
create index slots_execution on slots(tenant_id, execution_id);
create table ticks(
  tenant_id text collate "C" not null, trigger_key text collate "C" not null, tick_at bigint not null,
  execution_id text collate "C" not null, primary key(tenant_id, trigger_key, tick_at));
create table idempotency(
  tenant_id text collate "C" not null, key text collate "C" not null, execution_id text collate "C" not null,
  created_at bigint not null, primary key(tenant_id, key));
create index idempotency_execution on idempotency(tenant_id, execution_id);

create table flows(
  tenant_id text collate "C" not null, namespace text collate "C" not null, flow_id text collate "C" not null,
  revision integer not null, deleted integer not null, primary key(tenant_id, namespace, flow_id));
create table flow_revisions(
  tenant_id text collate "C" not null, namespace text collate "C" not null, flow_id text collate "C" not null,
  revision integer not null, source text collate "C" not null, document text collate "C" not null,
  disabled integer not null, deleted integer not null, draft integer not null, created_at bigint not null,
  created_by text collate "C");
create unique index flow_revisions_key on flow_revisions(tenant_id, namespace, flow_id, revision);
create table flow_labels(
  tenant_id text collate "C" not null, key text collate "C" not null, value text collate "C" not null,
  namespace text collate "C" not null, flow_id text collate "C" not null,
  primary key(tenant_id, key, value, namespace, flow_id));
create index flow_labels_flow on flow_labels(tenant_id, namespace, flow_id);

create table tenants(
  tenant_id text collate "C" primary key, id text collate "C" not null, name text collate "C" not null,
  status text collate "C" not null, settings text collate "C" not null, created_at bigint not null,
  retained integer not null default 0);
create unique index tenants_id on tenants(id) where retained = 0;
create index tenants_every_id on tenants(id);

create table users(
  user_id text collate "C" primary key, tenant_id text collate "C", type text collate "C" not null,
  username text collate "C" not null, username_key text collate "C" not null, email text collate "C",
  super_admin integer not null, body text collate "C" not null);
create unique index users_username on users(username_key);
create index users_tenant on users(tenant_id) where tenant_id is not null;
create table sessions(
  hash text collate "C" primary key, user_id text collate "C" not null, created_at bigint not null,
  last_seen_at bigint not null, expires_at bigint not null, impersonated_by text collate "C");
create index sessions_user on sessions(user_id);
create index sessions_expiry on sessions(expires_at);
create table tokens(
  token_id text collate "C" primary key, user_id text collate "C" not null, prefix text collate "C" not null,
  body text collate "C" not null);
create index tokens_user on tokens(user_id, token_id);
create index tokens_prefix on tokens(prefix);

create table tenant_access(
  tenant_id text collate "C" not null, user_id text collate "C" not null, origin text collate "C" not null,
  created_at bigint not null, primary key(tenant_id, user_id));
create index tenant_access_user on tenant_access(user_id);
create table roles(
  tenant_id text collate "C" not null, role_id text collate "C" not null, name text collate "C" not null,
  body text collate "C" not null, primary key(tenant_id, role_id));
create table bindings(
  tenant_id text collate "C" not null, binding_id text collate "C" not null, type text collate "C" not null,
  external_id text collate "C" not null, role_id text collate "C" not null, namespace text collate "C",
  primary key(tenant_id, binding_id));
create index bindings_holder on bindings(tenant_id, external_id);
create index bindings_role on bindings(tenant_id, role_id);
create table groups(
  tenant_id text collate "C" not null, group_id text collate "C" not null, name text collate "C" not null,
  body text collate "C" not null, primary key(tenant_id, group_id));
create unique index groups_name on groups(tenant_id, name);
create table group_members(
  tenant_id text collate "C" not null, group_id text collate "C" not null, user_id text collate "C" not null,
  membership text collate "C" not null, managed_externally integer not null,
  primary key(tenant_id, group_id, user_id));
create index group_members_user on group_members(tenant_id, user_id);

create table audit_log(
  seq bigint generated always as identity primary key, tenant_id text collate "C" not null, id text collate "C" not null,
  at bigint not null, type text collate "C" not null, user_id text collate "C", resource text collate "C" not null,
  namespace text collate "C", body text collate "C" not null);
create index audit_log_time on audit_log(tenant_id, at, seq);

create table settings(key text collate "C" primary key, value text collate "C" not null);
${secure([
  { table: 'shards', engine: 'all' },
  { table: 'executions', scope: 'all', engine: 'all' },
  { table: 'execution_labels', scope: 'all', engine: 'all' },
  { table: 'live_task_runs', scope: 'all', engine: 'all' },
  { table: 'task_runs', scope: 'all', engine: 'all' },
  { table: 'log_chunks', scope: 'all', engine: 'all' },
  { table: 'kept_logs', scope: 'all', engine: 'reads' },
  { table: 'timers', scope: 'all', engine: 'all' },
  { table: 'inbox', scope: 'all', engine: 'all' },
  { table: 'slots', scope: 'all', engine: 'all' },
  { table: 'ticks', scope: 'all', engine: 'all' },
  { table: 'idempotency', scope: 'all', engine: 'all' },
  { table: 'flows', scope: 'all' },
  { table: 'flow_revisions', scope: 'all' },
  { table: 'flow_labels', scope: 'all' },
  { table: 'tenants', scope: 'reads', instance: 'all' },
  { table: 'users', instance: 'all' },
  { table: 'sessions', instance: 'all' },
  { table: 'tokens', instance: 'all' },
  { table: 'tenant_access', scope: 'all', instance: 'all' },
  { table: 'roles', scope: 'all' },
  { table: 'bindings', scope: 'all', instance: 'all' },
  { table: 'groups', scope: 'all' },
  { table: 'group_members', scope: 'all', instance: 'all' },
  { table: 'audit_log', scope: 'all', instance: 'reads' },
  { table: 'settings', instance: 'all' },
])}
`,
};
