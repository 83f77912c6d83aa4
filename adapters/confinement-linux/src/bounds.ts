/** What keeps the limits of runs here, and which are not kept. */
import { openControlGroups } from './control-groups.ts';
import { ownLimits } from './own-limits.ts';
import type { ReadySandboxOptions } from './ready-sandbox.ts';
import type { RunLimits } from './run-limits.ts';

export type Bounds = Pick<ReadySandboxOptions, 'limits' | 'groups' | 'prefix'> & {
  /** Which limits are not kept here, in a sentence. */
  readonly unbounded: string | undefined;
};

export async function boundsOf(limits: RunLimits): Promise<Bounds> {
  const groups = await openControlGroups(limits);
  const { prefix, keepsProcesses } = await ownLimits(limits, groups.kept);
  const missing = [
    ...(limits.memoryBytes === undefined || groups.kept.includes('memory') ? [] : ['memory']),
    ...(limits.cpus === undefined || groups.kept.includes('cpu') ? [] : ['cpus']),
    ...(limits.processes === undefined || groups.kept.includes('pids') || keepsProcesses ? [] : ['processes']),
  ];
  const unbounded =
    missing.length === 0
      ? undefined
      : `this server may make no control groups for kestra.tasks.limits (${missing.join(', ')}): scripts are not bounded in them`;
  return { limits, groups: groups.kept.length === 0 ? undefined : groups, prefix, unbounded };
}
