/** What keeps the limits of runs here, and which are not kept. */
import { openControlGroups, type ControlGroups } from './control-groups.ts';
import { ownLimits, type OwnLimits } from './own-limits.ts';
import type { RunLimits } from './run-limits.ts';

export interface Bounds extends Pick<OwnLimits, 'prefix' | 'insidePrefix'> {
  readonly limits: RunLimits;
  /** Where the kernel bounds runs. */
  readonly groups: ControlGroups | undefined;
  /** Which limits are not kept here, in a sentence. */
  readonly unbounded: string | undefined;
}

/** `inSandboxes`: where the kernel counts the processes of a user for each run, not all that the server's user has. */
export async function boundsOf(limits: RunLimits, inSandboxes: boolean): Promise<Bounds> {
  const groups = await openControlGroups(limits);
  const { prefix, insidePrefix, keepsProcesses, keepsOpenFiles } = await ownLimits(limits, groups.kept, inSandboxes);
  const missing = [
    ...(limits.memoryBytes === undefined || groups.kept.includes('memory') ? [] : ['memory']),
    ...(limits.cpus === undefined || groups.kept.includes('cpu') ? [] : ['cpus']),
    ...(limits.processes === undefined || groups.kept.includes('pids') || keepsProcesses ? [] : ['processes']),
    ...(limits.openFiles === undefined || keepsOpenFiles ? [] : ['open-files']),
  ];
  const without = keepsOpenFiles ? 'may make no control groups' : 'may make no control groups, or has no prlimit,';
  const unbounded =
    missing.length === 0
      ? undefined
      : `this server ${without} for kestra.tasks.limits (${missing.join(', ')}): scripts are not bounded in them`;
  return { limits, groups: groups.kept.length === 0 ? undefined : groups, prefix, insidePrefix, unbounded };
}
