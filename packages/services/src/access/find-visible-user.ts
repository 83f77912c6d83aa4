import { NotFound, type User } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Deps } from '../deps.ts';
import type { Actor } from './caller.ts';

/**
 * A user or service account as the actor may know it: in the multi-tenant modes those outside the tenant exist for
 * superadmins and commands only. Throws `NotFound`, the same for strangers and for nobody.
 */
export async function getVisibleUser(
  deps: Pick<Deps, 'store' | 'settings'>,
  scope: TenantScope,
  actor: Actor,
  userId: string,
): Promise<User> {
  const user = await deps.store.identity.findUser(userId);
  if (user === undefined || !(await isVisible(deps, scope, actor, userId))) throw new NotFound({ thing: 'user' });
  return user;
}

async function isVisible(
  { settings }: Pick<Deps, 'settings'>,
  scope: TenantScope,
  actor: Actor,
  userId: string,
): Promise<boolean> {
  if (actor === 'command-line' || actor.user.superAdmin || !settings.tenancy.enabled) return true;
  return (await scope.access.findAccess(userId)) !== undefined;
}
