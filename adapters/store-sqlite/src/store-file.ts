import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes the folder (0700) and an empty file (0600) where they are missing. SQLite gives the files that it puts beside
 * the database the mode of the database.
 */
export function prepareStoreFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
}
