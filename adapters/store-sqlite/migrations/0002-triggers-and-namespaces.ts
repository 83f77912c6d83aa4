/** Triggers between their evaluations; what belongs to namespaces: details, key/value pairs, secrets. */
export const triggersAndNamespaces = {
  name: '0002-triggers-and-namespaces',
  sql: `
create table triggers(
  tenant_id text not null, namespace text not null, flow_id text not null, trigger_id text not null,
  next_at integer, disabled integer not null, updated_at integer not null, body text not null,
  primary key(tenant_id, namespace, flow_id, trigger_id)) without rowid;

create table trigger_windows(
  tenant_id text not null, namespace text not null, flow_id text not null, window_id text not null,
  body text not null, primary key(tenant_id, namespace, flow_id, window_id)) without rowid;

create table namespaces(
  tenant_id text not null, namespace text not null, body text not null,
  primary key(tenant_id, namespace)) without rowid;

create table kv_pairs(
  tenant_id text not null, namespace text not null, key text not null, updated_at integer not null,
  expires_at integer, body text not null, primary key(tenant_id, namespace, key));

create table secrets(
  tenant_id text not null, namespace text not null, key text not null, body text not null,
  primary key(tenant_id, namespace, key));

create table data_keys(
  tenant_id text not null, version integer not null, wrapped text not null,
  primary key(tenant_id, version)) without rowid;
`,
};
