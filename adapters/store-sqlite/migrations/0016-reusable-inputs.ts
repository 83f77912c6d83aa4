/** Inputs of namespaces that flows take in by name. */
export const reusableInputs = {
  name: '0016-reusable-inputs',
  sql: `
create table reusable_inputs(
  tenant_id text not null, namespace text not null, block_id text not null, revision integer not null,
  deleted integer not null, primary key(tenant_id, namespace, block_id));

create table reusable_inputs_revisions(
  tenant_id text not null, namespace text not null, block_id text not null, revision integer not null,
  source text not null, document text not null, deleted integer not null, created_at integer not null, created_by text,
  primary key(tenant_id, namespace, block_id, revision));
`,
};
