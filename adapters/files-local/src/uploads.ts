import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Files under way live beside the tenants, not within: no list shows them, and no tenant's key begins with a dot. */
const folderName = '.uploads';

/** Another process may write below the same root: only what no upload can still be writing is taken for left over. */
const leftOverAfterMs = 24 * 3_600_000;

/** The folder for files under way, with what crashes left in it removed. */
export function prepareUploads(root: string): string {
  const folder = join(root, folderName);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat !== undefined && stat.mtimeMs < Date.now() - leftOverAfterMs) rmSync(path, { force: true });
  }
  return folder;
}
