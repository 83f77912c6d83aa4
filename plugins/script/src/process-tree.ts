/**
 * Ending whole trees of processes. Each command runs in a process group of its own; what leaves the group (`setsid`) is
 * found by an environment marker that every descendant inherits, and by descent, where `/proc` exists and allows to read it.
 */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';

const variable = 'WINDHOVER_RUN';

/** Marks the processes of one run; names the worker too, so that a later worker can tell what was left behind. */
export async function createMarker(): Promise<{ readonly name: string; readonly value: string }> {
  return { name: variable, value: `${await workerName()}/${randomUUID()}` };
}

/** How the entry in the environment begins of all that this worker runs. */
export async function markerOfWorker(): Promise<string> {
  return `${variable}=${await workerName()}/`;
}

/** Sends a signal to a process group; nothing happens when it is gone. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Sends a signal to all of a process group but its leader. */
export async function signalKept(leader: number, signal: NodeJS.Signals): Promise<void> {
  for (const pid of await processIds()) {
    if (pid === leader || (await statOf(pid))[groupField] !== String(leader)) continue;
    try {
      process.kill(pid, signal);
    } catch {
      // It ended by itself meanwhile.
    }
  }
}

/** Kills every process that carries this marker, also those in sessions of their own. */
export async function killMarked(markerValue: string): Promise<number> {
  return kill((value) => Promise.resolve(value === markerValue));
}

/** Processes by number, with the time at which each began: a number can be used again. */
export type Descendants = ReadonlyMap<number, string>;

/** What a process started, directly or not, and is still below it. */
export async function descendantsOf(pid: number): Promise<Descendants> {
  const found = new Map<number, string>();
  const visit = async (parent: number): Promise<void> => {
    const threads = await readdir(`/proc/${parent}/task`).catch(() => []);
    for (const thread of threads) {
      const children = await readFile(`/proc/${parent}/task/${thread}/children`, 'utf8').catch(() => '');
      for (const child of children.split(' ').filter(Boolean).map(Number)) {
        const startTime = await startTimeOf(child);
        if (startTime !== undefined) found.set(child, startTime);
        await visit(child);
      }
    }
  };
  await visit(pid);
  return found;
}

/** Kills those that are still the same. */
export async function killAll(processes: Descendants): Promise<void> {
  for (const [pid, startTime] of processes) if ((await startTimeOf(pid)) === startTime) killOne(pid);
}

/**
 * Kills what workers that are no longer alive left running. Call it when a worker starts; answers how many processes
 * were ended.
 */
export async function endLeftoverProcesses(): Promise<number> {
  const own = await processSpaceOf('self');
  return kill(async (value, pid) => {
    // In a container numbers mean other processes: what runs there is left to its own worker.
    if ((await processSpaceOf(pid)) !== own) return false;
    const [workerPid, startTime] = (value.split('/')[0] ?? '').split(':');
    return (await startTimeOf(Number(workerPid))) !== startTime;
  });
}

async function kill(isMeant: (markerValue: string, pid: number) => Promise<boolean>): Promise<number> {
  let count = 0;
  for (const pid of await processIds()) {
    const value = await markerOf(pid);
    if (value !== undefined && (await isMeant(value, pid)) && killOne(pid)) count += 1;
  }
  return count;
}

/** False when it ended by itself meanwhile, or belongs to somebody else. */
function killOne(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

async function processIds(): Promise<readonly number[]> {
  const names = await readdir('/proc').catch(() => []);
  return names.map(Number).filter((pid) => Number.isInteger(pid) && pid !== process.pid);
}

async function markerOf(pid: number): Promise<string | undefined> {
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  const prefix = `${variable}=`;
  return environment
    .split('\0')
    .find((entry) => entry.startsWith(prefix))
    ?.slice(prefix.length);
}

/** A process number can be used again; together with its start time it names one process only. */
function workerName(): Promise<string> {
  return (ownName ??= startTimeOf(process.pid).then((startTime) => `${process.pid}:${startTime ?? ''}`));
}

let ownName: Promise<string> | undefined;

function processSpaceOf(pid: number | 'self'): Promise<string | undefined> {
  return readlink(`/proc/${pid}/ns/pid`).catch(() => undefined);
}

async function startTimeOf(pid: number): Promise<string | undefined> {
  return (await statOf(pid))[startTimeField];
}

/** Fields of `stat` from the third one on: the second is in parentheses and may hold spaces. */
const groupField = 2;
const startTimeField = 19;

async function statOf(pid: number): Promise<readonly string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
