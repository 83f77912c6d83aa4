/** Limits that a process has by itself and hands on: `prlimit`, of util-linux. */
import { readFile } from 'node:fs/promises';
import type { ControllerName } from './controllers.ts';
import { findProgram } from './find-program.ts';
import type { RunLimits } from './run-limits.ts';

export interface OwnLimits {
  /** What stands before a program, or before what makes a sandbox for it, where no variable of a flow acts on it. */
  readonly prefix: readonly string[];
  /** What stands before the program in a sandbox: its processes are counted from there on, not all of the server's user. */
  readonly insidePrefix: readonly string[];
  readonly keepsProcesses: boolean;
  readonly keepsOpenFiles: boolean;
}

/** What control groups bound is left to them. Root is not counted, whatever namespace it is in. */
export async function ownLimits(
  { processes, diskBytes, openFiles }: RunLimits,
  kept: readonly ControllerName[],
  inSandboxes: boolean,
): Promise<OwnLimits> {
  const program = await findProgram('prlimit', '/usr/bin:/bin');
  if (program === undefined) return { prefix: [], insidePrefix: [], keepsProcesses: false, keepsOpenFiles: false };
  const counts = processes !== undefined && !kept.includes('pids') && inSandboxes && process.getuid?.() !== 0;
  const limits = [
    '--core=0',
    ...(diskBytes === undefined ? [] : [`--fsize=${diskBytes}`]),
    ...(openFiles === undefined ? [] : [`--nofile=${Math.min(openFiles, await mostOpenFiles())}`]),
  ];
  return {
    prefix: [program, ...limits, '--'],
    insidePrefix: counts ? [program, `--nproc=${processes}`, '--'] : [],
    keepsProcesses: counts,
    keepsOpenFiles: true,
  };
}

/** Of this process, which gives nobody more than it has. */
async function mostOpenFiles(): Promise<number> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const most = /^Max open files +\d+ +(\d+)/m.exec(limits)?.[1];
  return most === undefined ? Infinity : Number(most);
}
