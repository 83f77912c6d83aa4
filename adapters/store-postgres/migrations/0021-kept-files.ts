import { secure } from './row-security.ts';

/** Executions that were deleted while replays of them read their files. */
export const keptFiles = {
  name: '0021-kept-files',
  sql: `
create table kept_files(
  tenant_id text collate "C" not null, execution_id text collate "C" not null, parent_id text collate "C",
  kept_with text collate "C", stays integer not null, primary key(tenant_id, execution_id));
create index kept_files_parent on kept_files(tenant_id, parent_id) where parent_id is not null;
create index kept_files_with on kept_files(tenant_id, kept_with) where kept_with is not null;
${secure([{ table: 'kept_files', scope: 'all' }])}
`,
};
