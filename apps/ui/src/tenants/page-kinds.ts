import type { Permission, Permissions } from '../auth/permissions.ts';
import { paths } from '../paths.ts';

interface PageKind {
  readonly path: (tenant: string | undefined) => string;
  /** One of them is needed to see anything there; none when all members may. */
  readonly needs?: readonly Permission[];
}

const kinds = {
  dashboards: { path: paths.dashboard, needs: ['EXECUTION:LIST', 'EXECUTION:VIEW'] },
  flows: { path: paths.flows, needs: ['FLOW:LIST', 'FLOW:VIEW'] },
  dependencies: { path: paths.dependencies, needs: ['FLOW:LIST', 'FLOW:VIEW'] },
  templates: { path: paths.templates, needs: ['TEMPLATE:LIST', 'TEMPLATE:VIEW'] },
  executions: { path: paths.executions, needs: ['EXECUTION:LIST', 'EXECUTION:VIEW'] },
  logs: { path: paths.logs, needs: ['EXECUTION:ACCESS_LOGS'] },
  namespaces: { path: paths.namespaces, needs: ['NAMESPACE:LIST'] },
  plugins: { path: paths.plugins },
  admin: { path: paths.triggers, needs: ['TRIGGER:LIST'] },
  bindings: { path: paths.access, needs: ['BINDING:LIST'] },
  roles: { path: paths.roles, needs: ['ROLE:LIST'] },
  groups: { path: paths.groups, needs: ['GROUP:LIST'] },
  'service-accounts': { path: paths.serviceAccounts, needs: ['SERVICE_ACCOUNT:LIST'] },
  'mcp-servers': { path: paths.mcpServers, needs: ['MCP_SERVER:LIST'] },
  invitations: { path: paths.invitations, needs: ['INVITATION:LIST'] },
  'security-integrations': { path: paths.provisioning, needs: ['SECURITY_INTEGRATION:LIST'] },
  limits: { path: paths.limits },
  auditlogs: { path: paths.auditLogs, needs: ['AUDITLOG:LIST'] },
  settings: { path: paths.settings },
} as const satisfies Readonly<Record<string, PageKind>>;

export type PageKindName = keyof typeof kinds;

/** The pages of a tenant, by the first segment of their addresses. */
export const pageKinds: Readonly<Record<PageKindName, PageKind>> = kinds;

export function isPageKind(segment: string | undefined): segment is PageKindName {
  return segment !== undefined && Object.hasOwn(kinds, segment);
}

export function maySee({ needs }: PageKind, permissions: Permissions): boolean {
  return needs === undefined || needs.some((permission) => permissions.can(permission));
}
