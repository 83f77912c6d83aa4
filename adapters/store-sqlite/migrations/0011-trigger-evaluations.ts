/** How triggers were evaluated: the last evaluations of each, numbered in their order. */
export const triggerEvaluations = {
  name: '0011-trigger-evaluations',
  sql: `
create table trigger_evaluations(
  tenant_id text not null, namespace text not null, flow_id text not null, trigger_id text not null,
  number integer not null, body text not null, primary key(tenant_id, namespace, flow_id, trigger_id, number));
`,
};
