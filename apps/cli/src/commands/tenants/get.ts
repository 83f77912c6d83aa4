import type { DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';
import { addOutputOption, type OutputFormat } from '../output-format.ts';
import { printTenants, tenantById, toWire } from './shown-tenant.ts';

export const tenantsGet: DirectCommand = {
  kind: 'direct',
  path: ['tenants', 'get'],
  summary: 'show a tenant',
  configure: (command) => addOutputOption(command.argument('<tenantId>', 'id of the tenant')),
  read: (input) => ({ id: input.argument(0) ?? '', output: input.text('output') ?? 'table' }),
  async run(context: DirectContext, { id, output }: { readonly id: string; readonly output: OutputFormat }) {
    const tenant = await tenantById(context, id);
    if (output === 'json') context.print(JSON.stringify(toWire(tenant), null, 2));
    else printTenants(context, [tenant], output);
    return 0;
  },
};
