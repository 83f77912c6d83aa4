/** Looks after what no part of the kernel bounds: how long a run takes, and how much it puts into its directory. */
import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunLimits } from './run-limits.ts';

export interface Watch {
  /** Aborted when the run takes too much, with a sentence for a reason. */
  readonly exceeded: AbortSignal;
  stop(): void;
}

/** Between two looks into the directory; large ones, which take long to look through, are looked into less often. */
const intervalMs = 1_000;
const restPerLook = 9;
/** Of anything that has a name: a disk has only so many of them. */
const leastBytes = 4096;
/** Node takes longer ones for none. */
const longestTimerMs = 2 ** 31 - 1;

export function watchRun(directory: string, { durationMs, diskBytes }: RunLimits): Watch {
  const controller = new AbortController();
  const timers = new Set<NodeJS.Timeout>();
  const after = (delayMs: number, run: () => void): void => {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        run();
      },
      Math.min(delayMs, longestTimerMs),
    );
    timers.add(timer);
  };
  let isOver = false;
  const look = async (limitBytes: number): Promise<void> => {
    const beganAt = performance.now();
    const excess = await excessIn(directory, limitBytes);
    if (isOver) return;
    if (excess !== undefined) controller.abort(`The working directory holds ${excess} (kestra.tasks.limits.disk)`);
    else after(intervalMs + restPerLook * (performance.now() - beganAt), () => void look(limitBytes));
  };
  if (durationMs !== undefined) {
    after(durationMs, () =>
      controller.abort(`The script took longer than ${durationMs / 1000} s (kestra.tasks.limits.duration)`),
    );
  }
  if (diskBytes !== undefined) after(intervalMs, () => void look(diskBytes));
  return {
    exceeded: controller.signal,
    stop() {
      isOver = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** In words, what there is too much of; it is looked no further then. What vanishes meanwhile takes next to nothing. */
async function excessIn(directory: string, limitBytes: number): Promise<string | undefined> {
  let bytes = 0;
  return visit(directory);

  async function visit(folder: string): Promise<string | undefined> {
    const below: string[] = [];
    try {
      // One by one: there may be more than fit into memory
      for await (const entry of await opendir(folder)) {
        bytes += await sizeOf(join(folder, entry.name));
        if (bytes > limitBytes) return `more than ${limitBytes} bytes`;
        if (entry.isDirectory()) below.push(entry.name);
      }
    } catch (error) {
      return hides(error) ? 'a folder that cannot be looked into' : undefined;
    }
    for (const name of below) {
      const excess = await visit(join(folder, name));
      if (excess !== undefined) return excess;
    }
    return undefined;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return Math.max(leastBytes, (await lstat(path)).blocks * 512);
  } catch (error) {
    if (hides(error)) throw error;
    return leastBytes;
  }
}

/** A script may close a folder, or make one deeper than a path can say, and fill it all the same. */
function hides(error: unknown): boolean {
  return ['EACCES', 'ENAMETOOLONG'].includes((error as NodeJS.ErrnoException).code ?? '');
}
