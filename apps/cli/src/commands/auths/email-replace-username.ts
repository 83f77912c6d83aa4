import { nameUsersByEmail } from '@windhover/services';
import type { DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';

export const authsUsersEmailReplaceUsername: DirectCommand = {
  kind: 'direct',
  path: ['auths', 'users', 'email-replace-username'],
  summary: "make every user's e-mail the name to sign in with",
  read: () => ({}),
  async run({ deps, print }: DirectContext) {
    const { renamed, withoutEmail, taken } = await nameUsersByEmail(deps, 'command-line');
    print(`${renamed} user(s) successfully renamed.`);
    for (const username of withoutEmail) print(`- ${username}: no valid e-mail`);
    for (const username of taken) print(`- ${username}: the e-mail is another user's name`);
    return 0;
  },
};
