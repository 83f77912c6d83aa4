import type { DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';
import { auditLogKeys } from './named-logs.ts';

export const auditLogsHead: DirectCommand = {
  kind: 'direct',
  path: ['auditlogs', 'head'],
  summary: 'print the ends of the audit logs, to keep where nobody of here writes',
  configure: (command) => command.option('--tenant <tenantId>', 'only the log of this tenant; default: all'),
  read(input) {
    const tenant = input.text('tenant');
    return tenant === undefined ? {} : { tenant };
  },
  async run(context: DirectContext, { tenant }: { readonly tenant?: string }) {
    for (const key of await auditLogKeys(context, tenant)) {
      const head = await context.deps.store.scope(key).audit.head();
      if (head !== undefined) context.print(JSON.stringify({ log: key, entries: head.entries, hash: head.hash }));
    }
    return 0;
  },
};
