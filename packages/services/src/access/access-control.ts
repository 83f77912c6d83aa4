/** Enters tenants and answers what a user may do there: from memory while that is fresh. */
import {
  DefaultTenantDisabled,
  NotFound,
  permissionsOf,
  superadminResources,
  tenancyMode,
  tenantIdPattern,
  type Tenant,
  type TenantKey,
  type TenantRef,
  type User,
} from '@windhover/model';
import { topics, type TenantScope } from '@windhover/ports';
import { groupHolder, userHolder } from './binding-holders.ts';
import type { Deps } from '../deps.ts';
import { expandPermissions } from './expand-permissions.ts';
import { FreshCache } from './fresh-cache.ts';
import type { InstanceChange } from './instance-change.ts';
import { managedRoleId } from './managed-roles.ts';
import { toPermissions, type Grant, type Permissions } from './permissions.ts';

export interface EnteredTenant {
  readonly ref: TenantRef;
  readonly scope: TenantScope;
  readonly permissions: Permissions;
  /** The user has the tenant's Admin role in all of it. */
  readonly isAdmin: boolean;
  readonly isSuspended: boolean;
}

/** The default tenant has no status: it cannot be suspended. */
type FoundTenant = TenantRef & { readonly status?: Tenant['status'] };

interface Rights {
  readonly mayEnter: boolean;
  readonly isAdmin: boolean;
  readonly permissions: Permissions;
}

const superadminInTenant: Grant = { permissions: permissionsOf(superadminResources) };
const superadminAbove: Grant = {
  permissions: permissionsOf(['TENANT', 'KILL_SWITCH', 'WORKER_GROUP', 'WORKER_QUEUE', 'VERSIONED_PLUGIN', 'INSTANCE']),
};

/** What the flag grants in every tenant and above them. */
export const superadminPermissions: ReadonlySet<string> = new Set([
  ...superadminInTenant.permissions,
  ...superadminAbove.permissions,
]);

export class AccessControl {
  readonly #deps: Deps;
  readonly #users: FreshCache<User | undefined>;
  readonly #tenants: FreshCache<Tenant | undefined>;
  readonly #rights: FreshCache<Rights>;
  readonly #instancePermissions: FreshCache<Permissions>;
  readonly #unsubscribe: () => void;

  constructor(deps: Deps) {
    const now = (): number => deps.clock.monotonic();
    this.#deps = deps;
    this.#users = new FreshCache(now);
    this.#tenants = new FreshCache(now);
    this.#rights = new FreshCache(now);
    this.#instancePermissions = new FreshCache(now);
    this.#unsubscribe = deps.transport.subscribe(topics.instance, (message) => this.#drop(message as InstanceChange));
  }

  close(): void {
    this.#unsubscribe();
  }

  findUser(id: string): Promise<User | undefined> {
    return this.#users.get(id, () => this.#deps.store.identity.findUser(id));
  }

  /**
   * The tenant that a path segment names; undefined: the path has none. Throws {@link NotFound}, with the same words for
   * a tenant that is unknown and one that the user may not enter. Without a user (public operations) access is not asked.
   */
  async enter(segment: string | undefined, user: User | undefined): Promise<EnteredTenant> {
    const ref = await this.findTenant(segment);
    if (ref === undefined) throw new NotFound({ thing: 'tenant' });
    const rights = user === undefined ? undefined : await this.#rightsIn(ref, user);
    if (rights?.mayEnter === false) throw new NotFound({ thing: 'tenant' });
    return {
      ref,
      scope: this.#deps.store.scope(ref.key),
      permissions: rights?.permissions ?? new Map(),
      isAdmin: rights?.isAdmin ?? false,
      isSuspended: ref.status === 'SUSPENDED',
    };
  }

  /** The tenant behind a path segment. Throws {@link DefaultTenantDisabled} when the path names none and there is no default. */
  async findTenant(segment: string | undefined): Promise<FoundTenant | undefined> {
    const { tenancy } = this.#deps.settings;
    const mode = tenancyMode(tenancy);
    if (segment === undefined) {
      if (mode !== 'explicit') return this.#deps.store.tenantKeys.default;
      if (tenancy.fallbackTenant === undefined) throw new DefaultTenantDisabled({});
      return this.#existing(tenancy.fallbackTenant);
    }
    if (!tenantIdPattern.test(segment)) return undefined;
    const standard = this.#deps.store.tenantKeys.default;
    if (mode === 'single') return segment === 'main' || segment === tenancy.fallbackTenant ? standard : undefined;
    return (await this.#existing(segment)) ?? (mode === 'mixed' && segment === 'main' ? standard : undefined);
  }

  /** What the user may do above the tenants: the superadmin's rights, or what a role in any of their active tenants grants. */
  instancePermissions(user: User): Promise<Permissions> {
    return this.#instancePermissions.get(user.id, async () => {
      if (user.superAdmin) return toPermissions([superadminAbove, superadminInTenant]);
      const keys = await this.#activeTenantsOf(user);
      const granted = await Promise.all(keys.map(async (key) => (await this.#rightsIn({ key }, user)).permissions));
      const above = new Set(superadminAbove.permissions);
      return toPermissions([
        { permissions: granted.flatMap((permissions) => [...permissions.keys()].filter((name) => above.has(name))) },
      ]);
    });
  }

  /** Without those that are suspended, being deleted, or the default one while it is switched off. */
  async #activeTenantsOf({ id }: User): Promise<readonly TenantKey[]> {
    const { store, settings } = this.#deps;
    const mode = tenancyMode(settings.tenancy);
    const standard = store.tenantKeys.default.key;
    if (mode === 'single') return [standard];
    const keys = await store.access.tenantsOf(id);
    const active = await Promise.all(
      keys.map(async (key) =>
        key === standard ? mode === 'mixed' : (await store.tenants.findByKey(key))?.status === 'ACTIVE',
      ),
    );
    return keys.filter((_, index) => active[index]);
  }

  async #existing(id: string): Promise<Tenant | undefined> {
    const tenant = await this.#tenants.get(id, () => this.#deps.store.tenants.find(id));
    // A tenant that is being deleted is closed: from outside it does not exist any more
    if (tenant === undefined || tenant.status === 'DELETING') return undefined;
    return tenant;
  }

  #rightsIn({ key }: Pick<TenantRef, 'key'>, user: User): Promise<Rights> {
    return this.#rights.get(`${key}/${user.id}`, () => this.#loadRights(key, user));
  }

  async #loadRights(key: TenantKey, user: User): Promise<Rights> {
    const { access } = this.#deps.store.scope(key);
    const single = tenancyMode(this.#deps.settings.tenancy) === 'single';
    const mayEnter = single || user.superAdmin || (await access.findAccess(user.id)) !== undefined;
    if (!mayEnter) return { mayEnter, isAdmin: false, permissions: new Map() };
    const members = await access.listMembers({ userId: user.id });
    const holders = [userHolder(user.id), ...members.map(({ groupId }) => groupHolder(groupId))];
    const bindings = (await Promise.all(holders.map((holder) => access.listBindings(holder)))).flat();
    const adminRole = managedRoleId('ADMIN', this.#deps.store.tenantKeys.idOf(key));
    const isAdmin = bindings.some(({ roleId, namespace }) => roleId === adminRole && namespace === undefined);
    const roles = new Map(
      (await access.findRoles(bindings.map(({ roleId }) => roleId))).map((role) => [role.id, role]),
    );
    const grants = bindings.map(({ roleId, namespace }): Grant => {
      const role = roles.get(roleId);
      return { permissions: role === undefined ? [] : expandPermissions(role.permissions), namespace };
    });
    return {
      mayEnter,
      isAdmin,
      permissions: toPermissions(user.superAdmin ? [...grants, superadminInTenant] : grants),
    };
  }

  #drop(change: InstanceChange): void {
    switch (change.kind) {
      case 'tenant':
        this.#tenants.drop(change.id);
        this.#instancePermissions.clear();
        return;
      case 'user':
        this.#users.drop(change.userId);
        this.#rights.clear();
        this.#instancePermissions.drop(change.userId);
        return;
      case 'access':
        this.#rights.drop(`${change.tenantKey}/`);
        this.#instancePermissions.clear();
        return;
      case 'namespace':
      case 'flow':
      case 'killSwitches':
      case 'workerGroups': // decide nothing about access
      case 'missed': // nothing is kept for longer than a second
    }
  }
}
