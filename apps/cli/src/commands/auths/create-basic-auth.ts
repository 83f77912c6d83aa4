import { setPassword } from '@windhover/services';
import type { DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';
import { userByName } from './user-by-name.ts';

export const authsUsersCreateBasicAuth: DirectCommand = {
  kind: 'direct',
  path: ['auths', 'users', 'create-basic-auth'],
  summary: "set or replace a user's password",
  configure: (command) =>
    command
      .argument('<username>', 'name of the user')
      .argument('[password]', 'password; without it one line of standard input'),
  async read(input, terminal) {
    const username = input.argument(0) ?? '';
    const given = input.argument(1);
    if (given !== undefined)
      terminal.complain('The password stays in the history of your shell: leave it out to be asked for it');
    return { username, password: given ?? (await terminal.ask(`Password of '${username}': `, { hidden: true })) };
  },
  async run(context: DirectContext, { username, password }: { readonly username: string; readonly password: string }) {
    const { id } = await userByName(context, username);
    await setPassword(context.deps, 'command-line', id, password);
    context.print(`Password of user '${username}' successfully set.`);
    return 0;
  },
};
