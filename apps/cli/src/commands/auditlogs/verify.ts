import { verifyAuditLog } from '@windhover/services';
import type { DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';
import { auditLogKeys, logName } from './named-logs.ts';

export const auditLogsVerify: DirectCommand = {
  kind: 'direct',
  path: ['auditlogs', 'verify'],
  summary: 'check that no entry of the audit logs was changed or removed',
  configure: (command) => command.option('--tenant <tenantId>', 'only the log of this tenant; default: all'),
  read(input) {
    const tenant = input.text('tenant');
    return tenant === undefined ? {} : { tenant };
  },
  async run(context: DirectContext, { tenant }: { readonly tenant?: string }) {
    let [entries, broken] = [0, 0];
    for (const key of await auditLogKeys(context, tenant)) {
      const result = await verifyAuditLog(context.deps.store.scope(key).audit);
      if (result.kind === 'intact') {
        entries += result.entries;
        continue;
      }
      broken += 1;
      context.complain(`The log of ${logName(key)} is broken. ${result.reason}`);
    }
    context.print(`${entries} entries verified`);
    return broken === 0 ? 0 : 1;
  },
};
