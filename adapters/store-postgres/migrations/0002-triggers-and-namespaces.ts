import { secure } from './row-security.ts';

/** Triggers between their evaluations; what belongs to namespaces: details, key/value pairs, secrets. */
export const triggersAndNamespaces = {
  name: '0002-triggers-and-namespaces',
  sql: `
create table triggers(
  tenant_id text collate "C" not null, namespace text collate "C" not null, flow_id text collate "C" not null,
  trigger_id text collate "C" not null, next_at bigint, disabled integer not null, updated_at bigint not null,
  body text collate "C" not null, primary key(tenant_id, namespace, flow_id, trigger_id));

create table trigger_windows(
  tenant_id text collate "C" not null, namespace text collate "C" not null, flow_id text collate "C" not null,
  window_id text collate "C" not null, body text collate "C" not null,
  primary key(tenant_id, namespace, flow_id, window_id));

create table namespaces(
  tenant_id text collate "C" not null, namespace text collate "C" not null, body text collate "C" not null,
  primary key(tenant_id, namespace));

create table kv_pairs(
  tenant_id text collate "C" not null, namespace text collate "C" not null, key text collate "C" not null,
  updated_at bigint not null, expires_at bigint, body text collate "C" not null,
  primary key(tenant_id, namespace, key));

create table secrets(
  tenant_id text collate "C" not null, namespace text collate "C" not null, key text collate "C" not null,
  body text collate "C" not null, primary key(tenant_id, namespace, key));

create table data_keys(
  tenant_id text collate "C" not null, version integer not null, wrapped text collate "C" not null,
  primary key(tenant_id, version));
${secure(
  ['triggers', 'trigger_windows', 'namespaces', 'kv_pairs', 'secrets', 'data_keys'].map((table) => ({
    table,
    scope: 'all' as const,
  })),
)}
`,
};
