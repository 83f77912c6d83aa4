import { setSuperAdmin } from '@windhover/services';
import { UsageError, type DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';
import { userByName } from './user-by-name.ts';

interface Args {
  readonly username: string;
  readonly superAdmin: boolean;
}

const valuesOf: Readonly<Record<string, boolean>> = { TRUE: true, FALSE: false, SUPER_ADMIN: true, STANDARD: false };

/** Kestra's three spellings of one command. */
export const authsUsersSetSuperadmin = setCommand('set-superadmin', ['set-instance-owner'], 'superadmin', 'true|false');
export const authsUsersSetType = setCommand('set-type', [], 'type', 'STANDARD|SUPER_ADMIN');

function setCommand(name: string, aliases: readonly string[], argument: string, values: string): DirectCommand {
  return {
    kind: 'direct',
    path: ['auths', 'users', name],
    aliases,
    summary: 'give or take the superadmin flag',
    configure: (command) => command.argument('<username>', 'name of the user').argument(`<${argument}>`, values),
    read(input) {
      const value = input.argument(1)?.toUpperCase() ?? '';
      const superAdmin = values.toUpperCase().split('|').includes(value) ? valuesOf[value] : undefined;
      if (superAdmin === undefined) throw new UsageError(`Invalid value for '<${argument}>': ${values} is expected`);
      return { username: input.argument(0) ?? '', superAdmin };
    },
    async run(context: DirectContext, { username, superAdmin }: Args) {
      const { id } = await userByName(context, username);
      await setSuperAdmin(context.deps, 'command-line', id, superAdmin);
      context.print(`User '${username}' is ${superAdmin ? 'now' : 'no longer'} a superadmin.`);
      return 0;
    },
  };
}
