import type { SuspendedRunning } from '@windhover/model';
import { suspendTenant } from '@windhover/services';
import { Option } from 'commander';
import type { DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';
import { tenantById } from './shown-tenant.ts';

interface Args {
  readonly id: string;
  readonly reason?: string;
  readonly running: SuspendedRunning;
}

export const tenantsSuspend: DirectCommand = {
  kind: 'direct',
  path: ['tenants', 'suspend'],
  summary: 'let nothing start in a tenant until it is resumed',
  configure: (command) =>
    command
      .argument('<tenantId>', 'id of the tenant')
      .option('--reason <text>', 'why, for its Admins')
      .addOption(
        new Option('--running <what>', 'what becomes of executions that run')
          .choices(['FINISH', 'PAUSE', 'KILL'])
          .default('FINISH'),
      ),
  read(input) {
    const reason = input.text('reason');
    return {
      id: input.argument(0) ?? '',
      running: input.text('running') ?? 'FINISH',
      ...(reason !== undefined && { reason }),
    };
  },
  async run(context: DirectContext, { id, reason, running }: Args) {
    await tenantById(context, id);
    await suspendTenant(context.deps, 'command-line', id, { reason, running });
    context.print(`Tenant '${id}' is suspended.`);
    return 0;
  },
};
