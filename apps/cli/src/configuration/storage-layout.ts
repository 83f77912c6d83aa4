/** Where the data lies: the folder of the embedded store, and that of internal storage. */
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Configuration } from './configuration.ts';
import { isMap } from './settings-tree.ts';

export interface StorageLayout {
  /** Absolute path of the embedded store's file. */
  readonly databaseFile: string;
  /** Its folder: holds the lock, the socket and `secret.key` as well. Absolute. */
  readonly dataDirectory: string;
  /** Internal storage: a folder for each tenant key. Absolute. */
  readonly storageDirectory: string;
  /** Gone when the process that made it ends: repository type `memory`. */
  readonly isTemporary: boolean;
}

export function storageLayout(configuration: Configuration, workingDirectory: string): StorageLayout {
  const isTemporary = configuration.find('text', 'kestra.repository.type')?.toLowerCase() === 'memory';
  const temporary = join(tmpdir(), `windhover-memory-${process.pid}`);
  const basePath = configuration.find('text', 'kestra.storage.local.base-path') ?? (isTemporary ? temporary : './data');
  const storageDirectory = resolve(workingDirectory, basePath);
  const databaseFile = isTemporary
    ? join(temporary, 'database.db')
    : (databaseOfUrls(configuration, workingDirectory) ?? resolve(storageDirectory, 'database.db'));
  return { databaseFile, dataDirectory: dirname(databaseFile), storageDirectory, isTemporary };
}

/** Where working directories of tasks are made. Absolute. */
export function taskFolder(configuration: Configuration): string {
  return resolve(configuration.find('text', 'kestra.tasks.tmp-dir.path') ?? tmpdir());
}

/** The file of the first `jdbc:h2:file:` or `jdbc:sqlite:` address; only its path counts. */
function databaseOfUrls(configuration: Configuration, workingDirectory: string): string | undefined {
  const datasources = configuration.tree['datasources'];
  for (const name of isMap(datasources) ? Object.keys(datasources) : []) {
    const url = configuration.find('text', `datasources.${name}.url`);
    const path = /^jdbc:(?:h2:file|h2|sqlite):([^;?]+)/.exec(url ?? '')?.[1];
    if (path === undefined || path.startsWith('mem:')) continue;
    const file = resolve(workingDirectory, path.replace(/^~(?=\/)/, homedir()));
    return file.endsWith('.db') ? file : `${file}.db`;
  }
  return undefined;
}
