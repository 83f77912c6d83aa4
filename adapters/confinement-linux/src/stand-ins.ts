/** Files that stand in for those of the machine, which name its accounts. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Of `/etc`, by name. The only account that a program knows is its own. The folder is made. */
export async function writeStandIns(folder: string): Promise<Readonly<Record<string, string>>> {
  // Which need not be in the machine's own list
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  const others = (own: number, line: string): string => (own === 65_534 ? '' : line);
  const contents = {
    passwd: `script:x:${uid}:${gid}::/tmp:/bin/sh\n${others(uid, 'nobody:x:65534:65534::/:/bin/false\n')}`,
    group: `script:x:${gid}:\n${others(gid, 'nogroup:x:65534:\n')}`,
  };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files = Object.entries(contents).map(async ([name, text]) => {
    const path = join(folder, name);
    await writeFile(path, text);
    return [name, path] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}
