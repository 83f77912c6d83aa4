import { parseDuration } from '@windhover/expressions';
import { purgeAuditLog } from '@windhover/services';
import { UsageError, type DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';
import { auditLogKeys } from './named-logs.ts';

interface Args {
  readonly olderThanMs: number;
  readonly tenant?: string;
}

export const auditLogsPurge: DirectCommand = {
  kind: 'direct',
  path: ['auditlogs', 'purge'],
  summary: 'remove the oldest entries of the audit logs',
  configure: (command) =>
    command
      .option('--older-than <duration>', 'age, such as P365D')
      .option('--tenant <tenantId>', 'only the log of this tenant; default: all'),
  read(input) {
    const text = input.text('olderThan');
    if (text === undefined) throw new UsageError("Missing required option: '--older-than=<duration>'");
    const tenant = input.text('tenant');
    return { olderThanMs: durationOf(text), ...(tenant !== undefined && { tenant }) };
  },
  async run(context: DirectContext, { olderThanMs, tenant }: Args) {
    const { deps } = context;
    const at = deps.clock.now() - olderThanMs;
    let purged = 0;
    for (const key of await auditLogKeys(context, tenant))
      purged += await purgeAuditLog(deps, deps.store.scope(key), 'command-line', at);
    context.print(`${purged} entries removed`);
    return 0;
  },
};

function durationOf(text: string): number {
  try {
    return parseDuration(text);
  } catch (error) {
    throw new UsageError(`Invalid value for option '--older-than': ${(error as Error).message}`);
  }
}
