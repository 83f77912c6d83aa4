import type { DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';
import { addOutputOption, type OutputFormat } from '../output-format.ts';
import { printTenants } from './shown-tenant.ts';

export const tenantsList: DirectCommand = {
  kind: 'direct',
  path: ['tenants', 'list'],
  summary: 'list the tenants',
  configure: (command) => addOutputOption(command),
  read: (input) => ({ output: input.text('output') ?? 'table' }),
  async run(context: DirectContext, { output }: { readonly output: OutputFormat }) {
    const tenants = await context.deps.store.tenants.list();
    printTenants(
      context,
      tenants.filter(({ status }) => status !== 'DELETING'),
      output,
    );
    return 0;
  },
};
