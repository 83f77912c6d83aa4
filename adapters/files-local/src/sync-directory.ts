import { open } from 'node:fs/promises';

/** Makes the entries of a directory durable: renames and new names live in it, not in the file. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
