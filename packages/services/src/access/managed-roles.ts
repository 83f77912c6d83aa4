/** The roles that every tenant has: not editable, not deletable, made again at start when one is missing. */
import { resources, type PermissionMap, type ResourceName, type Role } from '@windhover/model';

export type ManagedRole = 'ADMIN' | 'DEVELOPER' | 'EDITOR' | 'LAUNCHER' | 'VIEWER';

/** Per resource the columns Admin, Developer, Editor, Launcher, Viewer: `all`, actions, or nothing. */
const table: readonly (readonly [ResourceName, string, string, string, string, string])[] = [
  ['FLOW', 'all', 'all', 'all', 'VIEW LIST EXECUTE', 'VIEW LIST EXPORT'],
  [
    'EXECUTION',
    'all',
    'all',
    'all',
    'VIEW LIST CREATE REPLAY RESTART CHANGE_LABELS ACCESS_LOGS ACCESS_OUTPUTS ACCESS_FILES FOLLOW EXPORT',
    'VIEW LIST EXPORT ACCESS_LOGS ACCESS_OUTPUTS ACCESS_FILES FOLLOW',
  ],
  ['TRIGGER', 'all', 'all', 'all', 'VIEW LIST', 'VIEW LIST EXPORT'],
  ['NAMESPACE', 'all', 'all', 'VIEW LIST', 'VIEW LIST', 'VIEW LIST'],
  ['KVSTORE', 'all', 'all', 'all', 'VIEW LIST', ''],
  ['SECRET', 'all', 'all', '', '', ''],
  ['CREDENTIAL', 'all', 'all', '', '', ''],
  ['REUSABLE_INPUTS', 'all', 'all', 'all', 'VIEW LIST', 'VIEW LIST'],
  ['TEMPLATE', 'all', 'all', 'all', 'VIEW LIST', 'VIEW LIST'],
  ['DASHBOARD', 'all', 'all', 'all', 'VIEW LIST', 'VIEW LIST'],
  ['ASSET', 'all', 'all', 'all', 'VIEW LIST', 'VIEW LIST'],
  ['BLUEPRINT', 'all', 'all', 'VIEW LIST', '', 'VIEW LIST'],
  ['APP', 'all', 'all', 'all', 'VIEW LIST EXECUTE', ''],
  ['TESTSUITE', 'all', 'all', 'all', '', ''],
  ['MCP_SERVER', 'all', 'all', 'all', '', 'VIEW LIST'],
  ['COPILOT', 'all', 'all', 'all', '', ''],
  ['TENANT_SETTINGS', 'all', 'all', 'all', '', ''],
  ['SYSTEM_SETTINGS', 'all', 'all', 'all', '', ''],
  ['USER', 'all', '', '', '', ''],
  ['GROUP', 'all', '', '', '', ''],
  ['ROLE', 'all', '', '', '', ''],
  ['BINDING', 'all', '', '', '', ''],
  ['SERVICE_ACCOUNT', 'all', '', '', '', ''],
  ['INVITATION', 'all', '', '', '', ''],
  ['AUDITLOG', 'all', '', '', '', ''],
  ['POLICY', 'all', '', '', '', ''],
  ['SECURITY_INTEGRATION', 'all', '', '', '', ''],
];

const roles: readonly { readonly role: ManagedRole; readonly name: string; readonly description: string }[] = [
  { role: 'ADMIN', name: 'Admin', description: 'Everything in the tenant' },
  { role: 'DEVELOPER', name: 'Developer', description: 'Flows and all that they use, secrets included' },
  { role: 'EDITOR', name: 'Editor', description: 'Flows and executions, without secrets' },
  { role: 'LAUNCHER', name: 'Launcher', description: 'Start executions and follow them' },
  { role: 'VIEWER', name: 'Viewer', description: 'Look at flows and executions' },
];

/** The permissions of each managed role. */
export function managedRolePermissions(): Readonly<Record<ManagedRole, PermissionMap>> {
  return Object.fromEntries(roles.map(({ role }, column) => [role, columnOf(column)])) as Record<
    ManagedRole,
    PermissionMap
  >;
}

function columnOf(column: number): PermissionMap {
  const cells = table.map((row): [string, readonly string[]] => {
    const cell = row[column + 1]!;
    return [row[0], cell === 'all' ? resources.get(row[0])!.actions : cell.split(' ').filter((word) => word !== '')];
  });
  return Object.fromEntries(cells.filter(([, actions]) => actions.length > 0));
}

/** Id under which clients look a managed role up: `admin_dev`; the default tenant's end in `_main`. */
export function managedRoleId(role: ManagedRole, tenantId: string | undefined): string {
  return `${role.toLowerCase()}_${tenantId ?? 'main'}`;
}

/** All managed roles of a tenant. */
export function managedRoles(tenantId: string | undefined): readonly Role[] {
  const permissions = managedRolePermissions();
  return roles.map(({ role, name, description }) => ({
    id: managedRoleId(role, tenantId),
    name,
    description,
    isDefault: false,
    isManaged: true,
    permissions: permissions[role],
  }));
}
