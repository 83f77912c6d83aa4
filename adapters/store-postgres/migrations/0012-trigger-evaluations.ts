import { secure } from './row-security.ts';

/** How triggers were evaluated: the last evaluations of each, numbered in their order. */
export const triggerEvaluations = {
  name: '0012-trigger-evaluations',
  sql: `
create table trigger_evaluations(
  tenant_id text collate "C" not null, namespace text collate "C" not null, flow_id text collate "C" not null,
  trigger_id text collate "C" not null, number bigint not null, body text collate "C" not null,
  primary key(tenant_id, namespace, flow_id, trigger_id, number));
${secure([{ table: 'trigger_evaluations', scope: 'all' }])}
`,
};
