/** Plain processes of this server's user that take no more than runs in sandboxes may. */
import type { Confinement } from '@windhover/model';
import { boundRun } from './bound-run.ts';
import type { Bounds } from './bounds.ts';
import { requireProgram } from './find-program.ts';

export function boundedProcesses(bounds: Bounds): Confinement {
  return {
    async confine(program) {
      // What stands before it would say of itself that it cannot find it
      await requireProgram(program);
      const run = await boundRun(program.directory, bounds);
      const command = [...bounds.prefix, ...program.command];
      return {
        ...program,
        ...run,
        ...(run.admit === undefined
          ? { command, instructions: [] }
          : { command: waiting(command), instructions: ['go\n'] }),
        hasKeeper: false,
      };
    },
  };
}

/** Until it was taken in by its group. */
function waiting(command: readonly string[]): readonly string[] {
  return ['/bin/sh', '-c', 'read -r go <&3 && exec "$@" 3<&-', 'sh', ...command];
}
