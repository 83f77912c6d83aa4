import { updateTenant } from '@windhover/services';
import { UsageError, type DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';
import { tenantById } from './shown-tenant.ts';

export const tenantsUpdate: DirectCommand = {
  kind: 'direct',
  path: ['tenants', 'update'],
  summary: 'change a tenant',
  configure: (command) =>
    command.argument('<tenantId>', 'id of the tenant').option('--name <tenantName>', 'new display name'),
  read(input) {
    const name = input.text('name');
    if (name === undefined) throw new UsageError("Missing required option: '--name=<tenantName>'");
    return { id: input.argument(0) ?? '', name };
  },
  async run(context: DirectContext, { id, name }: { readonly id: string; readonly name: string }) {
    const { settings } = await tenantById(context, id);
    await updateTenant(context.deps, 'command-line', id, { name, settings });
    context.print(`Tenant '${id}' successfully updated.`);
    return 0;
  },
};
