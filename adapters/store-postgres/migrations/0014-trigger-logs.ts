/** Lines that belong to no execution: their chunks name the trigger that wrote them. */
export const triggerLogs = {
  name: '0014-trigger-logs',
  sql: `
alter table log_chunks add column namespace text collate "C", add column flow_id text collate "C",
  add column trigger_id text collate "C";
create index log_chunks_trigger on log_chunks(tenant_id, trigger_id, at) where trigger_id is not null;
`,
};
