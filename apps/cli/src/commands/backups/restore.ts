import { createReadStream, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { readStoredBackup, restoreBackup, summaryText } from '@windhover/services';
import { CommandFailed, type DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';

interface Args {
  /** In internal storage, or the absolute path of a file. */
  readonly uri: string;
  readonly encryptionKey?: string;
  readonly toTenant?: string;
  readonly dryRun: boolean;
}

export const backupsRestore: DirectCommand = {
  kind: 'direct',
  path: ['backups', 'restore'],
  summary: 'bring back what a backup holds',
  configure: (command) =>
    command
      .argument('<uri>', "what 'backups create' printed, or the path of a file")
      .option('--encryption-key <key>', 'the key that it was made with, or that of the instance that made it')
      .option('--to-tenant <tenantId>', 'tenant that gets what a TENANT backup holds; it is made if missing')
      .option('--dry-run', 'only check the backup, and say what would be restored'),
  read(input, terminal) {
    const uri = input.argument(0) ?? '';
    const [encryptionKey, toTenant] = [input.text('encryptionKey'), input.text('toTenant')];
    return {
      uri: uri.startsWith('kestra://') ? uri : resolve(terminal.workingDirectory, uri),
      dryRun: input.isSet('dryRun'),
      ...(encryptionKey !== undefined && { encryptionKey }),
      ...(toTenant !== undefined && { toTenant }),
    };
  },
  async run({ deps, print, complain }: DirectContext, { uri, ...options }: Args) {
    const read = uri.startsWith('kestra://') ? await readStoredBackup(deps, uri) : readFile(uri);
    const { summary, warnings } = await restoreBackup(deps, 'command-line', { uri, read, ...options });
    for (const warning of warnings) complain(warning);
    print(`Restore summary: ${summaryText(summary)}`);
    print(options.dryRun ? 'Nothing was restored: this was a dry run' : `Backup restored from URI: ${uri}`);
    return 0;
  },
};

function readFile(path: string): () => AsyncIterable<Uint8Array> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new CommandFailed(`The file '${path}' is not a file`);
  return () => createReadStream(path);
}
