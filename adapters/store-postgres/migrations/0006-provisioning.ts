import { secure } from './row-security.ts';

/** Identity providers that provision users and groups of a tenant, and what each of them knows of these. */
export const provisioning = {
  name: '0006-provisioning',
  sql: `
create table security_integrations(
  tenant_id text collate "C" not null, integration_id text collate "C" not null, body text collate "C" not null,
  primary key(tenant_id, integration_id));
create table scim_links(
  tenant_id text collate "C" not null, integration_id text collate "C" not null, kind text collate "C" not null, resource_id text collate "C" not null,
  body text collate "C" not null, primary key(tenant_id, integration_id, kind, resource_id));
create index scim_links_resource on scim_links(resource_id);
${secure([
  { table: 'security_integrations', scope: 'all' },
  { table: 'scim_links', scope: 'all', instance: 'all' },
])}
`,
};
