/** Addresses of pages. A tenant is the first segment; the default tenant has none. */
type Tenant = string | undefined;

const within = (tenant: Tenant, path: string): string => (tenant === undefined ? path : `/${tenant}${path}`);

export type FlowTab =
  | 'overview'
  | 'topology'
  | 'edit'
  | 'executions'
  | 'triggers'
  | 'revisions'
  | 'logs'
  | 'metrics'
  | 'concurrency'
  | 'dependencies'
  | 'auditlogs';
export type NamespaceTab =
  | 'overview'
  | 'flows'
  | 'executions'
  | 'dependencies'
  | 'files'
  | 'kv'
  | 'secrets'
  | 'reusable-inputs'
  | 'details';
export type ReusableInputsTab = 'edit' | 'revisions';
export type ExecutionTab = 'overview' | 'gantt' | 'topology' | 'logs' | 'outputs' | 'metrics' | 'dependencies';

interface ExecutionRef {
  readonly namespace: string;
  readonly flowId: string;
  readonly id: string;
}

export const paths = {
  home: (tenant: Tenant): string => within(tenant, '/'),
  dashboard: (tenant: Tenant): string => within(tenant, '/dashboards'),
  /** `default`: what the product shows, whatever the tenant's settings say. */
  dashboardOf: (tenant: Tenant, id: string): string => within(tenant, `/dashboards/${id}`),
  dashboards: (tenant: Tenant): string => within(tenant, '/dashboards/all'),
  newDashboard: (tenant: Tenant): string => within(tenant, '/dashboards/new'),
  editDashboard: (tenant: Tenant, id: string): string => within(tenant, `/dashboards/${id}/edit`),
  flows: (tenant: Tenant): string => within(tenant, '/flows'),
  newFlow: (tenant: Tenant): string => within(tenant, '/flows/new'),
  flow: (tenant: Tenant, namespace: string, id: string, tab: FlowTab = 'overview'): string =>
    within(tenant, `/flows/edit/${namespace}/${id}${tab === 'overview' ? '' : `/${tab}`}`),
  /** Of all flows of the tenant. */
  dependencies: (tenant: Tenant): string => within(tenant, '/dependencies'),
  templates: (tenant: Tenant): string => within(tenant, '/templates'),
  newTemplate: (tenant: Tenant): string => within(tenant, '/templates/new'),
  template: (tenant: Tenant, namespace: string, id: string): string =>
    within(tenant, `/templates/edit/${namespace}/${id}`),
  executions: (tenant: Tenant): string => within(tenant, '/executions'),
  execution: (tenant: Tenant, execution: ExecutionRef, tab: ExecutionTab = 'overview'): string =>
    within(
      tenant,
      `/executions/${execution.namespace}/${execution.flowId}/${execution.id}${tab === 'overview' ? '' : `/${tab}`}`,
    ),
  namespaces: (tenant: Tenant): string => within(tenant, '/namespaces'),
  namespace: (tenant: Tenant, id: string, tab: NamespaceTab = 'flows'): string =>
    within(tenant, `/namespaces/edit/${id}${tab === 'flows' ? '' : `/${tab}`}`),
  newReusableInputs: (tenant: Tenant, namespace: string): string =>
    within(tenant, `/namespaces/reusable-inputs/new/${namespace}`),
  reusableInputs: (tenant: Tenant, namespace: string, id: string, tab: ReusableInputsTab = 'edit'): string =>
    within(tenant, `/namespaces/reusable-inputs/edit/${namespace}/${id}${tab === 'edit' ? '' : `/${tab}`}`),
  triggers: (tenant: Tenant): string => within(tenant, '/admin/triggers'),
  plugins: (tenant: Tenant): string => within(tenant, '/plugins'),
  plugin: (tenant: Tenant, type: string): string => within(tenant, `/plugins/${type}`),
  logs: (tenant: Tenant): string => within(tenant, '/logs'),
  roles: (tenant: Tenant): string => within(tenant, '/roles'),
  access: (tenant: Tenant): string => within(tenant, '/bindings'),
  groups: (tenant: Tenant): string => within(tenant, '/groups'),
  group: (tenant: Tenant, id: string): string => within(tenant, `/groups/${id}`),
  invitations: (tenant: Tenant): string => within(tenant, '/invitations'),
  /** Where the link of an invitation leads. */
  invitation: (link: string): string => `/invitation/${link}`,
  serviceAccounts: (tenant: Tenant): string => within(tenant, '/service-accounts'),
  serviceAccount: (tenant: Tenant, id: string): string => within(tenant, `/service-accounts/${id}`),
  mcpServers: (tenant: Tenant): string => within(tenant, '/mcp-servers'),
  mcpServer: (tenant: Tenant, id: string): string => within(tenant, `/mcp-servers/${id}`),
  provisioning: (tenant: Tenant): string => within(tenant, '/security-integrations'),
  auditLogs: (tenant: Tenant): string => within(tenant, '/auditlogs'),
  /** Of the tenant. */
  limits: (tenant: Tenant): string => within(tenant, '/limits'),
  settings: (tenant: Tenant): string => within(tenant, '/settings'),
  apiTokens: (): string => '/instance/api-tokens',
  tenants: (): string => '/instance/tenants',
  users: (): string => '/instance/users',
  killSwitches: (): string => '/instance/kill-switches',
  instanceAuditLogs: (): string => '/instance/auditlogs',
  workerGroups: (): string => '/instance/worker-groups',
  workerGroup: (groupId: string): string => `/instance/worker-groups/${encodeURIComponent(groupId)}`,
  signIn: (): string => '/login',
  forgottenPassword: (): string => '/forgotten-password',
  setup: (): string => '/setup',
};
