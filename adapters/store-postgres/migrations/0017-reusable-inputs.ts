import { secure } from './row-security.ts';

/** Inputs of namespaces that flows take in by name. */
export const reusableInputs = {
  name: '0017-reusable-inputs',
  sql: `
create table reusable_inputs(
  tenant_id text collate "C" not null, namespace text collate "C" not null, block_id text collate "C" not null,
  revision integer not null, deleted integer not null, primary key(tenant_id, namespace, block_id));

create table reusable_inputs_revisions(
  tenant_id text collate "C" not null, namespace text collate "C" not null, block_id text collate "C" not null,
  revision integer not null, source text collate "C" not null, document text collate "C" not null,
  deleted integer not null, created_at bigint not null, created_by text collate "C",
  primary key(tenant_id, namespace, block_id, revision));
${secure([
  { table: 'reusable_inputs', scope: 'all' },
  { table: 'reusable_inputs_revisions', scope: 'all' },
])}
`,
};
