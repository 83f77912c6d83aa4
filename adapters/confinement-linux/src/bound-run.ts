/** What bounds one run as a whole, whatever it runs in. */
import type { ConfinedProgram } from '@windhover/model';
import type { Bounds } from './bounds.ts';
import { watchRun } from './watch-run.ts';

export type BoundRun = Pick<ConfinedProgram, 'admit' | 'exceeded' | 'verdict' | 'release'>;

/** Begins at once; `release` ends it. */
export async function boundRun(directory: string, { limits, groups }: Bounds): Promise<BoundRun> {
  const group = await groups?.open();
  const watch = watchRun(directory, limits);
  return {
    ...(group === undefined ? {} : { admit: (pid: number) => group.admit(pid) }),
    exceeded: watch.exceeded,
    async verdict() {
      if (watch.exceeded.aborted) return watch.exceeded.reason as string;
      return (await group?.ranOutOfMemory()) === true
        ? `The script took more than ${limits.memoryBytes} bytes of memory (kestra.tasks.limits.memory)`
        : undefined;
    },
    async release() {
      watch.stop();
      await group?.close();
    },
  };
}
