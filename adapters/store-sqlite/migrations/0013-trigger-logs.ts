/** Lines that belong to no execution: their chunks name the trigger that wrote them. */
export const triggerLogs = {
  name: '0013-trigger-logs',
  sql: `
alter table log_chunks add column namespace text;
alter table log_chunks add column flow_id text;
alter table log_chunks add column trigger_id text;
create index log_chunks_trigger on log_chunks(tenant_id, trigger_id, at) where trigger_id is not null;
`,
};
