import { resumeTenant } from '@windhover/services';
import { Option } from 'commander';
import type { DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';
import { tenantById } from './shown-tenant.ts';

interface Args {
  readonly id: string;
  readonly missedSchedules: 'ALL' | 'LAST' | 'NONE';
}

export const tenantsResume: DirectCommand = {
  kind: 'direct',
  path: ['tenants', 'resume'],
  summary: 'end the suspension of a tenant',
  configure: (command) =>
    command
      .argument('<tenantId>', 'id of the tenant')
      .addOption(
        new Option('--missed-schedules <which>', 'dates that passed meanwhile and are made up for')
          .choices(['ALL', 'LAST', 'NONE'])
          .default('NONE'),
      ),
  read: (input) => ({ id: input.argument(0) ?? '', missedSchedules: input.text('missedSchedules') ?? 'NONE' }),
  async run(context: DirectContext, { id, missedSchedules }: Args) {
    await tenantById(context, id);
    await resumeTenant(context.deps, 'command-line', id, { missedSchedules });
    context.print(`Tenant '${id}' is active again.`);
    return 0;
  },
};
