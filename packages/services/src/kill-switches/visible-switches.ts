/** Kill switches that hold now, as those whose executions they concern may know of them. */
import { isVisibleNamespace, type KillSwitch, type User } from '@windhover/model';
import type { AccessControl } from '../access/access-control.ts';
import type { Deps } from '../deps.ts';
import { accessibleTenants } from '../tenants/accessible-tenants.ts';
import { holdingSwitches } from './holding-switches.ts';

/**
 * Superadmins see all. Others those of tenants that they may enter, or of all tenants; where a namespace is named they must
 * be allowed to see its executions. What names executions is told at those executions alone.
 */
export async function visibleSwitches(
  deps: Pick<Deps, 'store' | 'clock' | 'settings'>,
  access: Pick<AccessControl, 'enter'>,
  user: User,
): Promise<readonly KillSwitch[]> {
  const holding = await holdingSwitches(deps);
  if (user.superAdmin || holding.length === 0) return holding;
  const tenants = await accessibleTenants(deps, user);
  const entered = await Promise.all(tenants.map(({ id }) => access.enter(id, user)));
  return holding.filter(({ tenantKey, namespace, executionIds }) => {
    if (executionIds !== undefined) return false;
    return entered.some(({ ref, permissions }) => {
      if (tenantKey !== undefined && ref.key !== tenantKey) return false;
      const where = permissions.get('EXECUTION:VIEW') ?? permissions.get('EXECUTION:LIST');
      return namespace === undefined || (where !== undefined && isVisibleNamespace(namespace, where));
    });
  });
}
