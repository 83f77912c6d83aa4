import { createTenant } from '@windhover/services';
import { UsageError, type DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';

interface Args {
  readonly id: string;
  readonly name: string | undefined;
  readonly adminUsername: string | undefined;
}

export const tenantsCreate: DirectCommand = {
  kind: 'direct',
  path: ['tenants', 'create'],
  summary: 'create a tenant',
  configure: (command) =>
    command
      .argument('[tenantId]', 'older form of --tenant')
      .argument('[tenantName]', 'older form of --name')
      .option('--tenant <tenantId>', 'id: lower-case letters, digits, _ and -')
      .option('--name <tenantName>', 'display name; default: the id')
      .option('--admin-username <username>', 'user who becomes Admin of the tenant'),
  read(input) {
    const id = input.text('tenant') ?? input.argument(0);
    if (id === undefined) throw new UsageError("Missing required option: '--tenant=<tenantId>'");
    const name = input.text('name') ?? input.argument(1);
    const adminUsername = input.text('adminUsername');
    return { id, ...(name !== undefined && { name }), ...(adminUsername !== undefined && { adminUsername }) };
  },
  async run({ deps, print }: DirectContext, { id, name, adminUsername }: Args) {
    await createTenant(deps, 'command-line', { id, name, adminUsername });
    print(`Tenant '${id}' successfully created.`);
    if (adminUsername !== undefined) print(`User '${adminUsername}' is now Admin of tenant '${id}'.`);
    return 0;
  },
};
