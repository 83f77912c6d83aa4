/** Where a new user belongs: tenants, groups, roles. */
import { DoesNotExist, type Group, type TenantRef, type User } from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';
import { adminWrites, joinWrites, missingRoleWrites } from '../access/admin-writes.ts';
import type { Actor } from '../access/caller.ts';
import type { InstanceChange } from '../access/instance-change.ts';
import type { Deps } from '../deps.ts';
import { accessibleTenants, findTenantById } from '../tenants/accessible-tenants.ts';

export interface Placement {
  /** Ids of tenants to be entered; `main` stands for the default tenant while no tenant has that id. */
  readonly tenants?: readonly string[] | undefined;
  /** Ids of groups, of any tenant; access to their tenants comes with them. */
  readonly groupIds?: readonly string[] | undefined;
  /** Commands name one tenant (undefined: the default one) with groups by name, which are made when they are missing. */
  readonly inTenant?:
    | { readonly id: string | undefined; readonly admin: boolean; readonly groupNames: readonly string[] }
    | undefined;
}

export interface PlacementWrites {
  readonly writes: readonly WriteOp[];
  readonly changes: readonly InstanceChange[];
}

/** Throws `DoesNotExist` for a tenant or group that is unknown. */
export async function placementWrites(
  deps: Deps,
  actor: Actor,
  user: User,
  placement: Placement,
): Promise<PlacementWrites> {
  const writes: WriteOp[] = [];
  const touched = new Set<string>();
  const scopeOf = (tenant: TenantRef): TenantScope => {
    touched.add(tenant.key);
    return deps.store.scope(tenant.key);
  };

  for (const id of placement.tenants ?? []) {
    const tenant = await tenantOf(deps, id);
    writes.push(...(await joinWrites(deps, scopeOf(tenant), tenant.id, user, 'DIRECT')));
  }
  for (const { tenant, group } of await groupsOf(deps, actor, placement.groupIds ?? [])) {
    const scope = scopeOf(tenant);
    writes.push(...(await joinWrites(deps, scope, tenant.id, user, 'GROUP')));
    writes.push(scope.access.putMember({ groupId: group.id, userId: user.id, membership: 'MEMBER' }));
  }
  if (placement.inTenant !== undefined) {
    const { id, admin, groupNames } = placement.inTenant;
    const tenant = await tenantOf(deps, id ?? 'main');
    const scope = scopeOf(tenant);
    writes.push(...(await joinWrites(deps, scope, tenant.id, user, 'DIRECT')));
    if (admin)
      writes.push(
        ...(await missingRoleWrites(scope, tenant.id)),
        ...(await adminWrites(deps, scope, tenant.id, user.id)),
      );
    writes.push(...(await groupsByName(deps, scope, user, groupNames)));
  }
  return { writes, changes: [...touched].map((tenantKey) => ({ kind: 'access', tenantKey })) };
}

/** Throws `DoesNotExist`. */
export async function tenantOf(deps: Pick<Deps, 'store' | 'settings'>, id: string): Promise<TenantRef> {
  const tenant = await findTenantById(deps, id);
  if (tenant === undefined) throw new DoesNotExist({ thing: 'Tenant', id });
  return tenant;
}

/** Ids of groups say nothing of their tenant, so each tenant that the actor may see is asked. */
export async function groupsOf(
  deps: Pick<Deps, 'store' | 'settings'>,
  actor: Actor,
  ids: readonly string[],
): Promise<readonly { readonly tenant: TenantRef; readonly group: Group }[]> {
  if (ids.length === 0) return [];
  const everyTenant = { superAdmin: true } as User;
  const tenants = await accessibleTenants(deps, actor === 'command-line' ? everyTenant : actor.user);
  return Promise.all(
    ids.map(async (id) => {
      for (const tenant of tenants) {
        const group = await deps.store.scope(tenant.key).access.findGroup(id);
        if (group !== undefined) return { tenant, group };
      }
      throw new DoesNotExist({ thing: 'Group', id });
    }),
  );
}

async function groupsByName(
  deps: Deps,
  scope: TenantScope,
  user: User,
  names: readonly string[],
): Promise<readonly WriteOp[]> {
  if (names.length === 0) return [];
  const groups = await scope.access.listGroups();
  return names.flatMap((name) => {
    const known = groups.find((group) => group.name === name);
    const groupId = known?.id ?? deps.ids.next();
    const member = scope.access.putMember({ groupId, userId: user.id, membership: 'MEMBER' });
    return known === undefined ? [scope.access.insertGroup({ id: groupId, name }), member] : [member];
  });
}
