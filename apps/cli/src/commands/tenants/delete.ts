import { deleteTenant } from '@windhover/services';
import { CommandFailed, type DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';
import { tenantById } from './shown-tenant.ts';

export const tenantsDelete: DirectCommand = {
  kind: 'direct',
  path: ['tenants', 'delete'],
  summary: 'delete a tenant; its executions and logs are retained',
  configure: (command) =>
    command.argument('<tenantId>', 'id of the tenant').option('--yes', 'do not ask for confirmation'),
  async read(input, terminal) {
    const id = input.argument(0) ?? '';
    if (!input.isSet('yes')) {
      const answer = await terminal.ask(
        `Delete tenant '${id}' with its flows, roles and access? This cannot be undone. [y/N]: `,
      );
      if (!/^y(es)?$/i.test(answer.trim()))
        throw new CommandFailed(`Tenant '${id}' was not deleted: the answer was no`);
    }
    return { id };
  },
  async run(context: DirectContext, { id }: { readonly id: string }) {
    await tenantById(context, id);
    await deleteTenant(context.deps, 'command-line', id);
    context.print(`Tenant '${id}' successfully deleted.`);
    return 0;
  },
};
