/** Acting as somebody else, to see what they see: never as a superadmin, never with more rights than before. */
import { Forbidden, MissingPermission, NotFound, type User } from '@windhover/model';
import type { EnteredTenant } from '../access/access-control.ts';
import type { Caller } from '../access/caller.ts';
import { getVisibleUser } from '../access/find-visible-user.ts';
import { can, type Permissions } from '../access/permissions.ts';
import { instanceAudit } from '../audit/instance-audit.ts';
import type { Deps } from '../deps.ts';
import { demandSuperadmin } from './demand-superadmin.ts';
import { getUser } from './get-user.ts';
import { fingerprint, randomSecret } from './secret-text.ts';

const lifeMs = 3_600_000;

/** Starts a session as the user, of at most an hour; the answer is its cookie's value. Throws `NotFound` and `Forbidden`. */
export async function openImpersonation(
  deps: Deps,
  caller: Caller,
  userId: string,
): Promise<{ readonly user: User; readonly value: string; readonly lifeMs: number }> {
  demandSuperadmin(caller);
  const user = await getUser(deps, userId);
  demandOrdinary(user);
  const value = randomSecret(deps.ids);
  const now = deps.clock.now();
  const session = {
    hash: fingerprint(value),
    userId,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + lifeMs,
    impersonatedBy: caller.user.id,
  };
  const detail = { id: userId, username: user.username };
  await deps.store.write([
    deps.store.identity.insertSession(session),
    instanceAudit(deps, caller, { type: 'IMPERSONATE', resource: 'USER', detail }),
  ]);
  return { user, value, lifeMs };
}

/**
 * The person that a request is made as by name. Asks for USER:IMPERSONATE in the tenant, or for a superadmin where there
 * is none. Throws `NotFound` for nobody of that name, and for those outside of the tenant, whom its own do not know.
 */
export async function findImpersonated(
  deps: Pick<Deps, 'store' | 'settings'>,
  caller: Caller,
  tenant: Pick<EnteredTenant, 'scope' | 'permissions'> | undefined,
  name: string,
): Promise<User> {
  const isAllowed = caller.user.superAdmin || tenant?.permissions.has('USER:IMPERSONATE') === true;
  if (!isAllowed) throw new MissingPermission({ permission: 'USER:IMPERSONATE' });
  const user = await deps.store.identity.findUserByName(name);
  if (user === undefined) throw new NotFound({ thing: 'user' });
  if (tenant !== undefined) await getVisibleUser(deps, tenant.scope, caller, user.id);
  demandOrdinary(user);
  return user;
}

/** Who is no superadmin acts only as those who may do no more than they themselves. Throws `MissingPermission`. */
export function demandNoMoreRights(caller: Caller, theirs: Permissions): void {
  if (caller.user.superAdmin) return;
  for (const [permission, where] of theirs) {
    if (
      where === 'all'
        ? caller.permissions.get(permission) === 'all'
        : where.every((root) => can(caller, permission, root))
    )
      continue;
    throw new MissingPermission({ permission });
  }
}

function demandOrdinary({ superAdmin }: User): void {
  if (superAdmin) throw new Forbidden({ reason: 'superadmins cannot be impersonated' });
}
