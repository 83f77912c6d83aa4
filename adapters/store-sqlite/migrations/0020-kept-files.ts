/** Executions that were deleted while replays of them read their files. */
export const keptFiles = {
  name: '0020-kept-files',
  sql: `
create table kept_files(
  tenant_id text not null, execution_id text not null, parent_id text, kept_with text, stays integer not null,
  primary key(tenant_id, execution_id)) without rowid;
create index kept_files_parent on kept_files(tenant_id, parent_id) where parent_id is not null;
create index kept_files_with on kept_files(tenant_id, kept_with) where kept_with is not null;
`,
};
