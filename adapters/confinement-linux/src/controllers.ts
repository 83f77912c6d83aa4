/** Where control groups may be made, in either hierarchy of the kernel: one of all controllers, or one for each. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { exists } from './program-folders.ts';
import type { RunLimits } from './run-limits.ts';

export type ControllerName = 'memory' | 'cpu' | 'pids';

/** Groups of runs are made in `folder`; `values` are written into their files. */
export interface Controller {
  readonly name: ControllerName;
  readonly folder: string;
  readonly values: Readonly<Record<string, string>>;
}

const root = '/sys/fs/cgroup';
const periodMicroseconds = 100_000;
/** In it is the server itself, since a group with limits below it may hold no processes of its own. */
const serverFolder = 'windhover-server';

/** One for each limit that is given. Whether a group can be made there is for the caller to try. */
export async function controllersFor(limits: RunLimits): Promise<readonly Controller[]> {
  const own = await ownGroups();
  if (await exists(join(root, 'cgroup.controllers'))) return unified(limits, own.get('') ?? '/');
  const values = {
    memory: (bytes: number) => ({ 'memory.limit_in_bytes': String(bytes) }),
    cpu: (cpus: number) => ({
      'cpu.cfs_period_us': String(periodMicroseconds),
      'cpu.cfs_quota_us': String(quotaOf(cpus)),
    }),
    pids: (count: number) => ({ 'pids.max': String(count) }),
  };
  const found = wanted(limits, values).map(async ({ name, values: files }) => {
    const inner = join(root, name, own.get(name) ?? '/');
    return { name, values: files, folder: (await exists(inner)) ? inner : join(root, name) };
  });
  return Promise.all(found);
}

async function unified(limits: RunLimits, path: string): Promise<readonly Controller[]> {
  const values = {
    memory: (bytes: number) => ({ 'memory.max': String(bytes), 'memory.swap.max': '0' }),
    cpu: (cpus: number) => ({ 'cpu.max': `${quotaOf(cpus)} ${periodMicroseconds}` }),
    pids: (count: number) => ({ 'pids.max': String(count) }),
  };
  const folder = join(root, basename(path) === serverFolder ? dirname(path) : path);
  const controllers = wanted(limits, values).map((each) => ({ ...each, folder }));
  // What is not handed down to this group is missed when a group is made
  for (const { name } of controllers) await handDown(folder, name).catch(() => undefined);
  return controllers;
}

/** A service, or a container, is ours alone; a session of a user is not to be moved about. */
async function handDown(folder: string, name: ControllerName): Promise<void> {
  const hand = (): Promise<void> => writeFile(join(folder, 'cgroup.subtree_control'), `+${name}`);
  try {
    return await hand();
  } catch (error) {
    const isOurs = folder === root || folder.endsWith('.service');
    if ((error as NodeJS.ErrnoException).code !== 'EBUSY' || !isOurs) throw error;
  }
  await mkdir(join(folder, serverFolder), { recursive: true });
  const pids = (await readFile(join(folder, 'cgroup.procs'), 'utf8')).split('\n').filter(Boolean);
  for (const pid of pids) await writeFile(join(folder, serverFolder, 'cgroup.procs'), pid);
  await hand();
}

/** By controller; `''` for the hierarchy of all. */
async function ownGroups(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile('/proc/self/cgroup', 'utf8').catch(() => '');
  const entries = text.split('\n').flatMap((line) => {
    const [, names = '', path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    return path === undefined ? [] : names.split(',').map((name) => [name, path] as const);
  });
  return new Map(entries);
}

type Values = Readonly<Record<ControllerName, (limit: number) => Readonly<Record<string, string>>>>;

function wanted(
  { memoryBytes, cpus, processes }: RunLimits,
  values: Values,
): readonly Pick<Controller, 'name' | 'values'>[] {
  const given = { memory: memoryBytes, cpu: cpus, pids: processes };
  return (['memory', 'cpu', 'pids'] as const).flatMap((name) => {
    const limit = given[name];
    return limit === undefined ? [] : [{ name, values: values[name](limit) }];
  });
}

function quotaOf(cpus: number): number {
  return Math.max(1_000, Math.round(cpus * periodMicroseconds));
}
