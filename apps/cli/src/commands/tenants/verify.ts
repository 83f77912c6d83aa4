import { MultiTenancyDisabled } from '@windhover/model';
import { defaultServerSettings, verifyIsolation } from '@windhover/server';
import type { DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';
import { addOutputOption, tableLines, type OutputFormat } from '../output-format.ts';

export const tenantsVerify: DirectCommand = {
  kind: 'direct',
  path: ['tenants', 'verify'],
  summary: 'check with two throw-away tenants that none reaches the other',
  configure: (command) => addOutputOption(command),
  read: (input) => ({ output: input.text('output') ?? 'table' }),
  async run({ deps, print, complain }: DirectContext, { output }: { readonly output: OutputFormat }) {
    if (!deps.settings.tenancy.enabled) throw new MultiTenancyDisabled({});
    const results = await verifyIsolation(deps, { ...defaultServerSettings, logLevel: 'silent' });
    const leaks = results.filter(({ leak }) => leak !== undefined);
    if (output === 'json') print(JSON.stringify(results, null, 2));
    else {
      const rows = results.map(({ leak, status, method, path }) => [
        status === undefined ? 'open' : leak === undefined ? 'ok' : 'LEAK',
        status === undefined ? '-' : String(status),
        method,
        path,
      ]);
      for (const line of tableLines([['RESULT', 'STATUS', 'METHOD', 'PATH'], ...rows])) print(line);
      const called = results.filter(({ status }) => status !== undefined).length;
      const open = results.length - called;
      print(`${called} operations checked, ${leaks.length} leak(s); ${open} are open to strangers and know no tenant`);
    }
    for (const { method, path, leak } of leaks) complain(`${method} ${path}: ${leak}`);
    return leaks.length === 0 ? 0 : 1;
  },
};
