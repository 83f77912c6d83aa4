/** A sandbox that works here, with what each run in it is given. */
import type { ConfinedProgram, Program, TenantKey } from '@windhover/model';
import type { ControlGroup, ControlGroups } from './control-groups.ts';
import type { Door, Doors } from './filtered-network.ts';
import { requireProgram } from './find-program.ts';
import type { RunLimits } from './run-limits.ts';
import type { Sandbox, SandboxRequest } from './sandbox.ts';
import { watchRun } from './watch-run.ts';

export interface ReadySandboxOptions extends Pick<SandboxRequest, 'layout' | 'sharesNetwork' | 'temporaryBytes'> {
  readonly sandbox: Sandbox;
  /** Of sandboxes with a network of their own, to be used by those that have a way out. */
  readonly doors: Doors | undefined;
  readonly limits: RunLimits;
  /** Where the kernel bounds runs. */
  readonly groups: ControlGroups | undefined;
  /** What stands before a program, so that it is bounded by itself. */
  readonly prefix: readonly string[];
}

export interface ReadySandbox {
  /** `proxyOf`: the tenant through whose proxy it reaches servers outside; undefined: there is none. */
  confine(program: Program, proxyOf: TenantKey | undefined): Promise<ConfinedProgram>;
}

export function readySandbox(options: ReadySandboxOptions): ReadySandbox {
  const { layout, doors, groups } = options;
  return {
    async confine(program, proxyOf) {
      await requireProgram(program, layout);
      const group = await groups?.open();
      try {
        const door = proxyOf === undefined ? undefined : await doors?.open(program, proxyOf);
        return confined(program, door ?? { program, places: [], close: nothing }, group, options);
      } catch (error) {
        await group?.close();
        throw error;
      }
    },
  };
}

function confined(
  { directory }: Program,
  door: Door,
  group: ControlGroup | undefined,
  { sandbox, layout, sharesNetwork, temporaryBytes, limits, prefix }: ReadySandboxOptions,
): ConfinedProgram {
  const watch = watchRun(directory, limits);
  const start = sandbox.start({
    ...door.program,
    command: [...prefix, ...door.program.command],
    layout: [...layout, ...door.places],
    sharesNetwork,
    temporaryBytes,
  });
  return {
    ...start,
    environment: {},
    hasKeeper: true,
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
      await door.close();
      await group?.close();
    },
  };
}

const nothing = async (): Promise<void> => undefined;
