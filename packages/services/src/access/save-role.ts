import { AlreadyExists, Forbidden, InvalidEntity, NotFound, type PermissionMap, type Role } from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { checkWishedId } from '../identity/user-rules.ts';
import type { Actor } from './caller.ts';
import { expandPermissions } from './expand-permissions.ts';
import { announce } from './instance-change.ts';
import { writeOr } from './on-conflict.ts';
import { demand, demandToGrant } from './permissions.ts';

export interface RoleInput {
  /** A wished id, taken if it is free. */
  readonly id?: string | undefined;
  readonly name: string;
  readonly description?: string | undefined;
  /** Given to users who come into the tenant; the role that was default before no longer is. */
  readonly isDefault?: boolean | undefined;
  readonly permissions: PermissionMap;
}

/** Throws `InvalidEntity` for unknown permissions, `MissingPermission` for those that the actor does not hold, `AlreadyExists`. */
export async function createRole(deps: Deps, scope: TenantScope, actor: Actor, input: RoleInput): Promise<Role> {
  demand(actor, 'ROLE:CREATE');
  if (input.id !== undefined && input.id !== '') checkWishedId(input.id);
  const role = toRole(actor, input.id || deps.ids.next(), input);
  await save(deps, scope, actor, role, scope.access.insertRole(role), 'CREATE');
  return role;
}

/** Replaces the role. Throws as {@link createRole} does, `NotFound`, and `Forbidden` for a managed one. */
export async function updateRole(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  id: string,
  input: RoleInput,
): Promise<Role> {
  demand(actor, 'ROLE:UPDATE');
  const before = await editableRole(scope, id);
  const role = toRole(actor, id, input);
  await save(deps, scope, actor, role, scope.access.putRole(role), 'UPDATE', before);
  return role;
}

/** With its bindings. Throws `NotFound`, and `Forbidden` for a managed role. */
export async function deleteRole(deps: Deps, scope: TenantScope, actor: Actor, id: string): Promise<void> {
  demand(actor, 'ROLE:DELETE');
  const role = await editableRole(scope, id);
  const entry = auditEntry(deps, actor, { type: 'DELETE', resource: 'ROLE', detail: { id, name: role.name } });
  await writeOr(
    deps.store,
    [scope.access.deleteRole(id), scope.audit.append(entry)],
    () => new NotFound({ thing: 'role' }),
  );
  announce(deps, { kind: 'access', tenantKey: scope.key });
}

/** Throws `NotFound`. */
export async function getRole(scope: TenantScope, id: string): Promise<Role> {
  const role = await scope.access.findRole(id);
  if (role === undefined) throw new NotFound({ thing: 'role' });
  return role;
}

async function editableRole(scope: TenantScope, id: string): Promise<Role> {
  const role = await getRole(scope, id);
  if (role.isManaged)
    throw new Forbidden({ reason: `the role '${role.name}' is managed and cannot be changed; make another one` });
  return role;
}

function toRole(actor: Actor, id: string, { name, description, isDefault, permissions }: RoleInput): Role {
  if (name === '') {
    throw new InvalidEntity(
      { reason: 'name: must not be empty' },
      { problems: [{ message: 'must not be empty', path: 'name' }] },
    );
  }
  demandToGrant(actor, expandPermissions(permissions));
  return {
    id,
    name,
    ...(description === undefined ? {} : { description }),
    isDefault: isDefault ?? false,
    isManaged: false,
    permissions,
  };
}

async function save(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  role: Role,
  write: WriteOp,
  type: 'CREATE' | 'UPDATE',
  before?: Role,
): Promise<void> {
  const others = role.isDefault ? await scope.access.listRoles() : [];
  const formerDefaults = others.filter(({ id, isDefault }) => isDefault && id !== role.id);
  const entry = auditEntry(deps, actor, {
    type,
    resource: 'ROLE',
    detail: { id: role.id, name: role.name },
    ...(before === undefined ? {} : { before: JSON.stringify(before, null, 2) }),
    after: JSON.stringify(role, null, 2),
  });
  await writeOr(
    deps.store,
    [
      write,
      ...formerDefaults.map((former) => scope.access.putRole({ ...former, isDefault: false })),
      scope.audit.append(entry),
    ],
    () => new AlreadyExists({ thing: 'Role', id: role.id }),
  );
  announce(deps, { kind: 'access', tenantKey: scope.key });
}
