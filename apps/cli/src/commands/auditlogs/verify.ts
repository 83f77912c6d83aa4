import { readFile } from 'node:fs/promises';
import type { TenantKey } from '@windhover/model';
import { verifyAuditLog, type KnownHead } from '@windhover/services';
import { UsageError, type DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';
import { auditLogKeys, logName } from './named-logs.ts';

interface Head extends KnownHead {
  readonly log: string;
}

interface Args {
  readonly tenant?: string;
  readonly heads?: readonly Head[];
}

export const auditLogsVerify: DirectCommand = {
  kind: 'direct',
  path: ['auditlogs', 'verify'],
  summary: 'check that no entry of the audit logs was changed or removed',
  configure: (command) =>
    command
      .option('--tenant <tenantId>', 'only the log of this tenant; default: all')
      .option('--heads <file>', "what 'auditlogs head' printed earlier: the logs must go on from there"),
  async read(input) {
    const [tenant, file] = [input.text('tenant'), input.text('heads')];
    return {
      ...(tenant !== undefined && { tenant }),
      ...(file !== undefined && { heads: (await readHeads(file)).map((head) => ({ ...head })) }),
    };
  },
  async run(context: DirectContext, { tenant, heads = [] }: Args) {
    const { store, settings } = context.deps;
    const keys = await auditLogKeys(context, tenant);
    const known = new Map(heads.map((head) => [head.log, head]));
    let [entries, unsealed, broken] = [0, 0, 0];
    const complain = (key: TenantKey, reason: string): void => {
      broken += 1;
      context.complain(`The log of ${logName(context, key)} is broken. ${reason}`);
    };
    for (const key of keys) {
      const options = { masterKey: settings.encryptionKey, known: known.get(key) };
      const result = await verifyAuditLog(store, key, options);
      if (result.kind === 'intact') {
        entries += result.entries;
        unsealed += result.unsealed;
        if (result.isKnownPurged === true)
          context.complain(
            `The end of the log of ${logName(context, key)} that was written down has been purged: it is not compared`,
          );
      } else complain(key, result.reason);
    }
    const gone = tenant === undefined ? heads.filter(({ log }) => !keys.includes(log as TenantKey)) : [];
    for (const { log } of gone) complain(log as TenantKey, 'It is missing as a whole');
    context.print(`${entries} entries verified`);
    if (unsealed > 0) context.print(`${unsealed} of them are from before the logs had a key`);
    return broken === 0 ? 0 : 1;
  },
};

async function readHeads(file: string): Promise<readonly Head[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`'${file}' cannot be read: ${(error as Error).message}`);
  });
  return text
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => {
      const head = parsed(line) as Partial<Head> | undefined;
      if (typeof head?.log !== 'string' || typeof head.entries !== 'number' || typeof head.hash !== 'string')
        throw new UsageError(`'${file}', line ${number}: no end of a log as 'auditlogs head' prints it`);
      return { log: head.log, entries: head.entries, hash: head.hash };
    });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // the caller names the line
  }
}
