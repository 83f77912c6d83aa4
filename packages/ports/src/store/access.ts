import type {
  Binding,
  BindingHolder,
  Group,
  GroupMember,
  Paged,
  PageRequest,
  QueryFilter,
  Role,
  TenantAccess,
  TenantKey,
} from '@windhover/model';
import type { WriteOp } from './write-op.ts';

/** Who may do what in one tenant. */
export interface AccessStore {
  listAccess(): Promise<readonly TenantAccess[]>;
  findAccess(userId: string): Promise<TenantAccess | undefined>;
  /** Inserts or leaves as it is; an existing record keeps its origin unless the new one is DIRECT. */
  grantAccess(access: TenantAccess): WriteOp;
  /** Removes the record with the user's bindings and memberships in this tenant. */
  revokeAccess(userId: string): WriteOp;

  findRole(id: string): Promise<Role | undefined>;
  /** Those of the ids that exist, by id, each once. */
  findRoles(ids: readonly string[]): Promise<readonly Role[]>;
  /** All roles by id. */
  listRoles(): Promise<readonly Role[]>;
  /** Filters: `q`, `name`. Sort: `id` (default), `name`. */
  searchRoles(filters: readonly QueryFilter[], page: PageRequest): Promise<Paged<Role>>;
  /** `Conflict('Role', id)` when the id is in use. */
  insertRole(role: Role): WriteOp;
  /** Inserts or replaces. */
  putRole(role: Role): WriteOp;
  /** With its bindings. `Conflict` when absent. */
  deleteRole(id: string): WriteOp;

  findBinding(id: string): Promise<Binding | undefined>;
  /** Bindings of a user or of a group, whose ids may be the same, or all of the tenant. */
  listBindings(holder?: BindingHolder): Promise<readonly Binding[]>;
  /** Filters: `type`, `id` (the external id), `namespace`, `roleId`. Sort: `id`. */
  searchBindings(filters: readonly QueryFilter[], page: PageRequest): Promise<Paged<Binding>>;
  /** `Conflict('Binding', id)` when the id is in use. */
  insertBinding(binding: Binding): WriteOp;
  deleteBinding(id: string): WriteOp;

  findGroup(id: string): Promise<Group | undefined>;
  /** Those of the ids that exist, by id, each once. */
  findGroups(ids: readonly string[]): Promise<readonly Group[]>;
  listGroups(): Promise<readonly Group[]>;
  searchGroups(filters: readonly QueryFilter[], page: PageRequest): Promise<Paged<Group>>;
  /** `Conflict('Group', name)` when the name or id is in use. */
  insertGroup(group: Group): WriteOp;
  updateGroup(group: Group): WriteOp;
  /** With memberships and bindings. */
  deleteGroup(id: string): WriteOp;
  /** Members of a group, or all memberships of a user. */
  listMembers(by: { readonly groupId: string } | { readonly userId: string }): Promise<readonly GroupMember[]>;
  putMember(member: GroupMember): WriteOp;
  deleteMember(groupId: string, userId: string): WriteOp;
}

/** The same data across tenants, for the decisions that stand above them. */
export interface AllAccess {
  /** Tenants that a user may enter. */
  tenantsOf(userId: string): Promise<readonly TenantKey[]>;
}
