/** Identity providers that provision users and groups of a tenant, and what each of them knows of these. */
export const provisioning = {
  name: '0006-provisioning',
  sql: `
create table security_integrations(
  tenant_id text not null, integration_id text not null, body text not null,
  primary key(tenant_id, integration_id)) without rowid;
create table scim_links(
  tenant_id text not null, integration_id text not null, kind text not null, resource_id text not null,
  body text not null, primary key(tenant_id, integration_id, kind, resource_id)) without rowid;
create index scim_links_resource on scim_links(resource_id);
`,
};
