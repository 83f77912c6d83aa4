import { Argument } from 'commander';
import { createBackup, summaryText } from '@windhover/services';
import { UsageError, type DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';

interface Args {
  readonly kind: 'FULL' | 'TENANT';
  readonly tenantId?: string;
  readonly encryptionKey?: string;
  readonly isEncrypted: boolean;
  readonly resources?: readonly string[];
  readonly includeData: boolean;
}

export const backupsCreate: DirectCommand = {
  kind: 'direct',
  path: ['backups', 'create'],
  summary: 'back up the instance, or a tenant',
  configure: (command) =>
    command
      .addArgument(new Argument('<type>', 'the whole instance, or one tenant').choices(['FULL', 'TENANT']))
      .option('--tenant <tenantId>', 'tenant of a TENANT backup; default: the default tenant')
      .option('--encryption-key <key>', "key to encrypt it with; default: made from the instance's")
      .option('--no-encryption', 'leave it readable, without secrets')
      .option('--include-data', 'also executions that have ended, with logs, metrics and files')
      .option('--resources <names>', 'only these, with commas between them: FLOW,KV_STORE'),
  read(input) {
    const kind = input.argument(0) as Args['kind'];
    const [tenantId, encryptionKey] = [input.text('tenant'), input.text('encryptionKey')];
    const isEncrypted = input.options['encryption'] !== false;
    if (kind === 'FULL' && tenantId !== undefined)
      throw new UsageError("'--tenant' is for a TENANT backup: a FULL one holds all tenants");
    if (!isEncrypted && encryptionKey !== undefined)
      throw new UsageError("'--encryption-key' and '--no-encryption' exclude each other");
    if (encryptionKey === '') throw new UsageError("Invalid value for option '--encryption-key': it is empty");
    const resources = input.text('resources')?.split(',');
    return {
      kind,
      isEncrypted,
      includeData: input.isSet('includeData'),
      ...(tenantId !== undefined && { tenantId }),
      ...(encryptionKey !== undefined && { encryptionKey }),
      ...(resources !== undefined && { resources: resources.map((name) => name.trim()) }),
    };
  },
  async run(
    { deps, print, complain }: DirectContext,
    { kind, tenantId, encryptionKey, isEncrypted, resources, includeData }: Args,
  ) {
    const key = encryptionKey === undefined ? 'instance' : { given: encryptionKey };
    const { uri, summary, warnings } = await createBackup(deps, 'command-line', {
      kind,
      tenantId,
      key: isEncrypted ? key : 'none',
      resources,
      includeData,
    });
    for (const warning of warnings) complain(warning);
    print(`Backup summary: ${summaryText(summary)}`);
    print(`Backup created: ${uri}`);
    return 0;
  },
};
