/** Limits that a process has by itself and hands on: `prlimit`, of util-linux. */
import type { ControllerName } from './controllers.ts';
import { findProgram } from './find-program.ts';
import type { RunLimits } from './run-limits.ts';

export interface OwnLimits {
  /** What stands before a program. */
  readonly prefix: readonly string[];
  readonly keepsProcesses: boolean;
}

/** What control groups bound is left to them. Root is not counted, whatever namespace it is in. */
export async function ownLimits(
  { processes, diskBytes }: RunLimits,
  kept: readonly ControllerName[],
): Promise<OwnLimits> {
  const program = await findProgram('prlimit', '/usr/bin:/bin');
  if (program === undefined) return { prefix: [], keepsProcesses: false };
  const counts = processes !== undefined && !kept.includes('pids') && process.getuid?.() !== 0;
  const limits = [
    '--core=0',
    ...(counts ? [`--nproc=${processes}`] : []),
    ...(diskBytes === undefined ? [] : [`--fsize=${diskBytes}`]),
  ];
  return { prefix: [program, ...limits, '--'], keepsProcesses: counts };
}
