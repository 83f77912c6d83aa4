/** Which folders the programs on a search path need: their own, and what lies beside it for them alone. */
import { realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, delimiter, dirname, isAbsolute, join } from 'node:path';

/** Beside `bin`, in the places where interpreters and their version managers are put. */
const companions = ['bin', 'include', 'lib', 'lib64', 'libexec', 'plugins', 'pyvenv.cfg', 'version', 'versions'];

/** Absolute paths that exist, of files too. Never a home directory, nor what else lies in one. */
export async function programFolders(searchPath: string): Promise<readonly string[]> {
  const wanted = searchPath
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .flatMap((folder) => {
      const parent = dirname(folder);
      // Links of npm lead to what lies beside them.
      if (basename(folder) === '.bin') return [parent];
      const isShared = parent === dirname(parent) || parent === homedir();
      return isShared ? [folder] : [folder, ...companions.map((name) => join(parent, name))];
    });
  const found = await Promise.all([...new Set(wanted)].map(async (path) => ((await exists(path)) ? [path] : [])));
  return found.flat();
}

export function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** The path itself where it leads nowhere. */
export function realPathOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}
