import type { DirectCommand } from '../../command.ts';
import { openTenant } from '@windhover/services';
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
    const { deps } = context;
    const tenants = (await deps.store.tenants.list()).filter(({ status }) => status !== 'DELETING');
    printTenants(context, await Promise.all(tenants.map((tenant) => openTenant(deps, tenant))), output);
    return 0;
  },
};
