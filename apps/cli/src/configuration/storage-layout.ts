/** Where the data lies: the folder of the embedded store, and that of internal storage. */
import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { Configuration } from './configuration.ts';
import { isMap } from './settings-tree.ts';

export interface StorageLayout {
  /** Absolute path of the embedded store's file. */
  readonly databaseFile: string;
  /** Its folder: holds the lock, the socket and `secret.key` as well. Absolute. */
  readonly dataDirectory: string;
  /** Internal storage: a folder for each tenant key. Absolute. */
  readonly storageDirectory: string;
}

export function storageLayout(configuration: Configuration, workingDirectory: string): StorageLayout {
  const basePath = configuration.find('text', 'kestra.storage.local.base-path') ?? './data';
  const storageDirectory = resolve(workingDirectory, basePath);
  const databaseFile = databaseOfUrls(configuration, workingDirectory) ?? resolve(storageDirectory, 'database.db');
  return { databaseFile, dataDirectory: dirname(databaseFile), storageDirectory };
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
