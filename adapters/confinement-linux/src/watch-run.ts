/** Looks after what no part of the kernel bounds: how long a run takes, and how much it puts into its directory. */
import { lstat, readdir } from 'node:fs/promises';
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
    const bytes = await sizeOf(directory);
    if (isOver) return;
    if (bytes > limitBytes) {
      controller.abort(`The working directory holds more than ${limitBytes} bytes (kestra.tasks.limits.disk)`);
    } else after(intervalMs + restPerLook * (performance.now() - beganAt), () => void look(limitBytes));
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

/** What its files take of the disk; what vanishes meanwhile takes nothing. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await sizeOf(path);
    else
      bytes += await lstat(path).then(
        ({ blocks }) => blocks * 512,
        () => 0,
      );
  }
  return bytes;
}
