/** Rows of a backup as another tenant, or another instance, takes them in. */
import type { Role, SecurityIntegration } from '@windhover/model';
import type { BackupRow, TableRow } from '@windhover/ports';

export interface RowRules {
  /** Ids of the roles that every tenant has, which end in the tenant's id: before and after. */
  readonly roleIds: ReadonlyMap<string, string>;
  /** Of the instance, or of the tenant itself: an account of another tenant gets nothing. */
  isKnownUser(userId: string): boolean;
}

/** Undefined for what is about a user who is not there. */
export function restoredRow(entry: TableRow, { roleIds, isKnownUser }: RowRules): TableRow | undefined {
  const userId = userOf(entry);
  if (userId !== undefined && !isKnownUser(userId)) return undefined;
  const roleId = roleIds.get(String(entry.row['role_id']));
  if (roleId === undefined) return entry;
  const row: BackupRow = { ...entry.row, role_id: roleId };
  if (entry.table !== 'roles') return { ...entry, row };
  const role: Role = { ...(JSON.parse(String(row['body'])) as Role), id: roleId };
  return { ...entry, row: { ...row, body: JSON.stringify(role) } };
}

function userOf({ table, row }: TableRow): string | undefined {
  switch (table) {
    case 'bindings':
      return row['type'] === 'USER' ? String(row['external_id']) : undefined;
    case 'group_members':
    case 'tenant_access':
      return String(row['user_id']);
    case 'scim_links':
      return row['kind'] === 'User' ? String(row['resource_id']) : undefined;
    case 'security_integrations':
      return (JSON.parse(String(row['body'])) as SecurityIntegration).accountId;
    default:
      return undefined;
  }
}
