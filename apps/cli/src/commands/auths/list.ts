import type { DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';
import { addOutputOption, tableLines, type OutputFormat } from '../output-format.ts';

export const authsUsersList: DirectCommand = {
  kind: 'direct',
  path: ['auths', 'users', 'list'],
  summary: 'list the users',
  configure: (command) => addOutputOption(command),
  read: (input) => ({ output: input.text('output') ?? 'table' }),
  async run({ deps, print }: DirectContext, { output }: { readonly output: OutputFormat }) {
    const users = (await deps.store.identity.listUsers('USER')).map(({ id, username, superAdmin, passwordHash }) => ({
      id,
      username,
      superAdmin,
      hasPassword: passwordHash !== undefined,
    }));
    if (output === 'json') {
      print(JSON.stringify(users, null, 2));
      return 0;
    }
    const rows = users.map(({ username, superAdmin, hasPassword, id }) => [
      username,
      String(superAdmin),
      String(hasPassword),
      id,
    ]);
    for (const line of tableLines([['USERNAME', 'SUPERADMIN', 'PASSWORD', 'ID'], ...rows])) print(line);
    return 0;
  },
};
