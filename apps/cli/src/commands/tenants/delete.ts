import { deleteTenant } from '@windhover/services';
import { CommandFailed, type DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';
import { tenantById } from './shown-tenant.ts';

export const tenantsDelete: DirectCommand = {
  kind: 'direct',
  path: ['tenants', 'delete'],
  summary: 'delete a tenant; its executions and logs are retained, or purged',
  configure: (command) =>
    command
      .argument('<tenantId>', 'id of the tenant')
      .option('--purge', 'also remove executions, logs, files, key/value pairs and secrets')
      .option('--yes', 'do not ask for confirmation'),
  async read(input, terminal) {
    const id = input.argument(0) ?? '';
    if (!input.isSet('yes')) {
      const answer = await terminal.ask(
        `Delete tenant '${id}' with its flows, roles and access${input.isSet('purge') ? ', executions, logs and files' : ''}? This cannot be undone. [y/N]: `,
      );
      if (!/^y(es)?$/i.test(answer.trim()))
        throw new CommandFailed(`Tenant '${id}' was not deleted: the answer was no`);
    }
    return { id, purge: input.isSet('purge') };
  },
  async run(context: DirectContext, { id, purge }: { readonly id: string; readonly purge: boolean }) {
    await tenantById(context, id);
    const { complete, removed } = await deleteTenant(context.deps, 'command-line', id, { purge });
    context.print(`Tenant '${id}' successfully deleted.`);
    if (removed !== undefined && complete)
      context.print(`${removed.executions} execution(s) and ${removed.files} file(s) were purged.`);
    if (!complete)
      context.complain('An execution has not ended yet: the next start of the server goes on with the purge');
    return 0;
  },
};
