import type { DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';

export const authsUsersRefresh: DirectCommand = {
  kind: 'direct',
  path: ['auths', 'users', 'refresh'],
  summary: 'save every user again, so that new properties get their value',
  read: () => ({}),
  async run({ deps, print }: DirectContext) {
    const users = await deps.store.identity.listUsers();
    await deps.store.write(users.map((user) => deps.store.identity.updateUser(user)));
    print(`${users.length} user(s) successfully refreshed.`);
    return 0;
  },
};
