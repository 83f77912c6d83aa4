import { tenancyMode } from '@windhover/model';
import { createUser } from '@windhover/services';
import { CommandFailed, UsageError, type DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';

interface Args {
  readonly username: string;
  readonly password?: string;
  readonly tenant?: string;
  readonly admin: boolean;
  readonly superAdmin: boolean;
  readonly groups: readonly string[];
  readonly ifNotExists: boolean;
}

export const authsUsersCreate: DirectCommand = {
  kind: 'direct',
  path: ['auths', 'users', 'create'],
  summary: 'create a user',
  configure: (command) =>
    command
      .argument('[username]', 'name to sign in with, normally an e-mail address')
      .argument('[password]', 'password; without one the account cannot sign in with a password')
      .option('--username <username>', 'same as the argument')
      .option('--password <password>', 'same as the argument')
      .option('--tenant <tenantId>', 'tenant that the user may enter')
      .option('--admin', 'bind the user to the Admin role of the tenant, without --tenant of the default tenant')
      .option('--superadmin', 'make the user a superadmin')
      .option('--instance-owner', 'newer name of --superadmin')
      .option(
        '--groups <group>',
        'group of the tenant, made if missing; repeatable',
        (value, before: string[]) => [...before, ...value.split(',')],
        [],
      )
      .option('--if-not-exists', 'succeed when the user exists'),
  read(input, terminal) {
    const username = input.text('username') ?? input.argument(0);
    if (username === undefined) throw new UsageError("Missing required parameter: '<username>'");
    const password = input.text('password') ?? input.argument(1);
    if (password !== undefined) {
      terminal.complain(
        'The password stays in the history of your shell: auths users create-basic-auth reads it from the terminal instead',
      );
    }
    const tenant = input.text('tenant');
    return {
      username,
      ...(password !== undefined && { password }),
      ...(tenant !== undefined && { tenant }),
      admin: input.isSet('admin'),
      superAdmin: input.isSet('superadmin') || input.isSet('instanceOwner'),
      groups: [...input.list('groups')],
      ifNotExists: input.isSet('ifNotExists'),
    };
  },
  async run({ deps, print, complain }: DirectContext, args: Args) {
    const { username, password, tenant, admin, superAdmin, groups } = args;
    const known = await deps.store.identity.findUserByName(username);
    if (known !== undefined && args.ifNotExists) {
      print(`User '${username}' already exists, nothing to do`);
      return 0;
    }
    const needsTenant = admin || groups.length > 0;
    const mode = tenancyMode(deps.settings.tenancy);
    if (
      needsTenant &&
      tenant === undefined &&
      mode === 'explicit' &&
      deps.settings.tenancy.fallbackTenant === undefined
    ) {
      throw new CommandFailed("The default tenant is disabled: '--admin' and '--groups' need '--tenant=<tenantId>'");
    }
    const isFirst = (await deps.store.identity.countUsers()) === 0;
    await createUser(deps, 'command-line', {
      username,
      email: /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(username) ? username : undefined,
      password,
      superAdmin,
      ...((needsTenant || tenant !== undefined) && {
        inTenant: { id: tenant ?? deps.settings.tenancy.fallbackTenant, admin, groupNames: groups },
      }),
    });
    print(`User '${username}' successfully created.`);
    if (isFirst && !superAdmin) {
      complain(
        `'${username}' is the first user and no superadmin, so nobody can administer this instance yet: run auths users set-superadmin '${username}' true`,
      );
    }
    return 0;
  },
};
