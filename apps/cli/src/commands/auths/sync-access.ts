import { syncAccess } from '@windhover/services';
import type { DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';

export const authsUsersSyncAccess: DirectCommand = {
  kind: 'direct',
  path: ['auths', 'users', 'sync-access'],
  summary: 'give earlier users their place in the default tenant, once multi-tenancy is on',
  read: () => ({}),
  async run({ deps, print }: DirectContext) {
    const result = await syncAccess(deps);
    print(
      result.kind === 'disabled'
        ? 'Multi-tenancy is disabled, nothing to synchronize.'
        : `Access synchronized with the default tenant: ${result.users} user(s), ${result.groups} group(s), ${result.roles} role(s), ${result.bindings} binding(s) updated.`,
    );
    return 0;
  },
};
