import { chmod, opendir, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Removes a working directory, whatever its script has made of it. Its folders are taken out of each other, as they may lie deeper
 * than a path can say, and opened, as the script may have closed them. Links are not followed. Nothing must be writing to it.
 */
export async function removeDirectory(directory: string): Promise<void> {
  await chmod(directory, 0o700);
  const folders = [directory];
  let taken = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for await (const entry of await opendir(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        const beside = `${directory}.${taken++}`;
        // What is moved is written to: it has to know what lies above it
        await chmod(path, 0o700);
        await rename(path, beside);
        folders.push(beside);
      } else await unlink(path);
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
