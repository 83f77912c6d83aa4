/** Rows of a backup as another tenant, or another instance, takes them in. */
import type { SecurityIntegration } from '@windhover/model';
import type { TableRow } from '@windhover/ports';

export interface RowRules {
  /** Ids of the roles that every tenant has, which end in the tenant's id: before and after. */
  readonly roleIds: ReadonlyMap<string, string>;
  isKnownUser(userId: string): boolean;
}

/** Undefined for what is about a user who is not there. */
export function restoredRow(entry: TableRow, { roleIds, isKnownUser }: RowRules): TableRow | undefined {
  const userId = userOf(entry);
  if (userId !== undefined && !isKnownUser(userId)) return undefined;
  if (entry.table !== 'bindings') return entry;
  const roleId = String(entry.row['role_id']);
  return { ...entry, row: { ...entry.row, role_id: roleIds.get(roleId) ?? roleId } };
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
