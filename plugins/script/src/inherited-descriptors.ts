/** What this process was started with beside its streams, such as the lock of a script that starts it, and would hand on. */
import { openSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import type { StdioOptions } from 'node:child_process';

type Streams = Exclude<StdioOptions, string>;

/** The streams of a child, with nothing behind the descriptors that it would inherit. */
export async function withoutInherited(streams: readonly Streams[number][]): Promise<Streams> {
  const { numbers, nothing } = await (inherited ??= findInherited());
  const all: Streams = [...streams];
  for (const number of numbers) {
    if (number < streams.length) continue;
    while (all.length < number) all.push('ignore');
    all[number] = nothing;
  }
  return all;
}

interface Inherited {
  readonly numbers: readonly number[];
  /** A descriptor of nothing. */
  readonly nothing: number | 'ignore';
}

let inherited: Promise<Inherited> | undefined;

/** Those that Node opens end with the program that it is; found where there is `/proc`. */
async function findInherited(): Promise<Inherited> {
  const names = await readdir('/proc/self/fdinfo').catch(() => []);
  const found = await Promise.all(
    names.map(async (name) => {
      const flags = /^flags:\s+0(\d+)$/m.exec(await readFile(`/proc/self/fdinfo/${name}`, 'utf8').catch(() => ''))?.[1];
      const isHandedOn = flags !== undefined && (Number.parseInt(flags, 8) & closeOnExec) === 0;
      return isHandedOn && Number(name) > 2 ? [Number(name)] : [];
    }),
  );
  const numbers = found.flat().sort((one, other) => one - other);
  return { numbers, nothing: numbers.length === 0 ? 'ignore' : openSync('/dev/null', 'r+') };
}

/** `O_CLOEXEC` of Linux. */
const closeOnExec = 0o2000000;
