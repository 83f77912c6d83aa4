/** Control groups of the kernel: what bounds a run as a whole, where they may be made. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { controllersFor, type Controller, type ControllerName } from './controllers.ts';
import { exists } from './program-folders.ts';
import type { RunLimits } from './run-limits.ts';

/** Of one run. */
export interface ControlGroup {
  /** Takes in a process; what it starts from then on belongs to the group. */
  admit(pid: number): Promise<void>;
  /** Whether the kernel has ended a process of the group for want of memory. */
  ranOutOfMemory(): Promise<boolean>;
  /** Once its processes are gone. False when some are not: the group is left to the next server that starts. */
  close(): Promise<boolean>;
}

export interface ControlGroups {
  /** What they bound here. */
  readonly kept: readonly ControllerName[];
  open(): Promise<ControlGroup>;
}

/** A process that was killed is gone a moment later. */
const goneLimitMs = 2_000;

/** Makes groups with those of the limits that this process may set. */
export async function openControlGroups(limits: RunLimits): Promise<ControlGroups> {
  const all = await controllersFor(limits);
  await Promise.all([...new Set(all.map(({ folder }) => folder))].map(removeLeftovers));
  const make = async (controllers: readonly Controller[]): Promise<ControlGroup> => {
    const name = `windhover-${process.pid}-${randomUUID()}`;
    const folders = new Set(controllers.map(({ folder }) => join(folder, name)));
    for (const folder of folders) await mkdir(folder);
    const group = groupOf([...folders]);
    try {
      for (const { folder, values } of controllers) await writeValues(join(folder, name), values);
    } catch (error) {
      await group.close();
      throw error;
    }
    return group;
  };
  const kept: Controller[] = [];
  for (const controller of all) {
    const isPossible = await make([controller]).then(
      (group) => group.close().then(() => true),
      () => false,
    );
    if (isPossible) kept.push(controller);
  }
  return { kept: kept.map(({ name }) => name), open: () => make(kept) };
}

async function writeValues(folder: string, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, value] of Object.entries(values)) await writeFile(join(folder, file), value, { flag: 'r+' });
}

function groupOf(folders: readonly string[]): ControlGroup {
  return {
    async admit(pid) {
      for (const folder of folders) await writeFile(join(folder, 'cgroup.procs'), String(pid));
    },
    async ranOutOfMemory() {
      const files = folders.flatMap((folder) => [join(folder, 'memory.events'), join(folder, 'memory.oom_control')]);
      const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
      return texts.some((text) => /^oom_kill [1-9]/m.test(text));
    },
    async close() {
      const removed = await Promise.all(folders.map(removeWhenEmpty));
      return removed.every(Boolean);
    },
  };
}

async function removeWhenEmpty(folder: string): Promise<boolean> {
  const deadline = performance.now() + goneLimitMs;
  for (;;) {
    try {
      await rmdir(folder);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EBUSY') throw error;
      if (performance.now() > deadline) return false;
      await setTimeout(10);
    }
  }
}

/** Of servers that were killed. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = /^windhover-(\d+)-[\da-f-]+$/.exec(name)?.[1];
    if (pid === undefined || (await exists(`/proc/${pid}`))) continue;
    await rmdir(join(folder, name)).catch(() => undefined);
  }
}
