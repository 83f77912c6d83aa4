/** The first start: the first user, a superadmin, and the first tenant if one is wanted. */
import { IllegalState, InvalidEntity, tenancyMode, type Tenant, type User } from '@windhover/model';
import { Conflict, type WriteOp } from '@windhover/ports';
import { adminWrites, missingRoleWrites } from '../access/admin-writes.ts';
import { announce } from '../access/instance-change.ts';
import { managedRoles } from '../access/managed-roles.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { toUser } from '../identity/create-user.ts';
import { withNewPassword } from '../identity/new-password.ts';
import { checkTenantId, nextTenantKey } from '../tenants/tenant-id.ts';
import { basicAuthPolicy } from './basic-auth-rules.ts';
import { findTenantById } from '../tenants/accessible-tenants.ts';

export interface Setup {
  readonly username: string;
  readonly password: string;
  /** Ignored in single mode, required in explicit mode. */
  readonly tenant?: { readonly id: string; readonly name?: string | undefined } | undefined;
  /** The single-credential page has a password policy of its own, checked before. */
  readonly obeys?: 'basicAuth';
}

/** Whether the instance has its first user. */
export async function isSetUp(deps: Pick<Deps, 'store'>): Promise<boolean> {
  return (await deps.store.identity.countUsers()) > 0;
}

/**
 * Stores the user, the tenant and the binding in one commit, of which the check that there is no user yet is a part.
 * Throws `IllegalState` when there is one, `InvalidEntity` for name, password or tenant.
 */
export async function completeSetup(deps: Deps, { username, password, tenant: wished, obeys }: Setup): Promise<User> {
  if (await isSetUp(deps)) throw alreadyDone();
  const mode = tenancyMode(deps.settings.tenancy);
  if (mode === 'explicit' && wished === undefined) {
    const message = 'must not be null: without a default tenant the instance needs a first one';
    throw new InvalidEntity({ reason: `tenant: ${message}` }, { problems: [{ message, path: 'tenant' }] });
  }
  const email = username.includes('@') ? username : undefined;
  const passwordPolicy = obeys === 'basicAuth' ? basicAuthPolicy : deps.settings.passwordPolicy;
  const settings = { ...deps.settings, passwordPolicy };
  const user = await toUser({ ...deps, settings }, { username, email, password, superAdmin: true });
  const tenant = mode === 'single' || wished === undefined ? undefined : await firstTenant(deps, wished);
  await commit(deps, user, tenant);
  announce(deps, { kind: 'user', userId: user.id });
  return user;
}

async function firstTenant(deps: Deps, { id, name }: NonNullable<Setup['tenant']>): Promise<Tenant> {
  checkTenantId(id);
  const existing = await deps.store.tenants.find(id);
  if (existing !== undefined) return existing;
  const key = nextTenantKey(id, await deps.store.tenants.keysOf(id));
  return { key, id, name: name ?? id, status: 'ACTIVE', settings: {}, createdAt: deps.clock.now() };
}

async function commit(deps: Deps, user: User, tenant: Tenant | undefined): Promise<void> {
  const { store } = deps;
  const place = tenant ?? (await findTenantById(deps, 'main'));
  const placed: WriteOp[] = [];
  if (place !== undefined) {
    const scope = store.scope(place.key);
    if (tenant !== undefined && (await store.tenants.find(tenant.id)) === undefined) {
      placed.push(
        store.tenants.insert(tenant),
        ...managedRoles(tenant.id).map((role) => scope.access.insertRole(role)),
      );
    } else {
      placed.push(...(await missingRoleWrites(scope, place.id)));
    }
    placed.push(...(await adminWrites(deps, scope, place.id, user.id)));
    const entry = auditEntry(deps, 'command-line', {
      type: 'CREATE',
      resource: 'USER',
      detail: { id: user.id, username: user.username },
    });
    placed.push(scope.audit.append({ ...entry, userId: user.id }));
  }
  try {
    await store.write([store.identity.insertFirstUser(user), ...withNewPassword(store.identity, user), ...placed]);
  } catch (error) {
    throw error instanceof Conflict && error.thing === 'Setup' ? alreadyDone() : error;
  }
  if (place !== undefined)
    announce(deps, ...(tenant === undefined ? [] : [{ kind: 'tenant', id: tenant.id } as const]), {
      kind: 'access',
      tenantKey: place.key,
    });
}

function alreadyDone(): IllegalState {
  return new IllegalState({ reason: 'the instance is set up already; sign in instead' });
}
