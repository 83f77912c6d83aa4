/** A sandbox that works here, with what each run in it is given. */
import type { ConfinedProgram, Program, TenantKey } from '@windhover/model';
import { boundRun } from './bound-run.ts';
import type { Bounds } from './bounds.ts';
import type { Doors } from './filtered-network.ts';
import { requireProgram } from './find-program.ts';
import type { Sandbox, SandboxRequest } from './sandbox.ts';

export interface ReadySandboxOptions extends Pick<SandboxRequest, 'layout' | 'sharesNetwork' | 'temporaryBytes'> {
  readonly sandbox: Sandbox;
  /** Of sandboxes with a network of their own, to be used by those that have a way out. */
  readonly doors: Doors | undefined;
  readonly bounds: Bounds;
}

export interface ReadySandbox {
  /** `proxyOf`: the tenant through whose proxy it reaches servers outside; undefined: there is none. */
  confine(program: Program, proxyOf: TenantKey | undefined): Promise<ConfinedProgram>;
}

export function readySandbox(options: ReadySandboxOptions): ReadySandbox {
  const { sandbox, layout, doors, bounds, sharesNetwork, temporaryBytes } = options;
  return {
    async confine(program, proxyOf) {
      await requireProgram(program, layout);
      const run = await boundRun(program.directory, bounds);
      try {
        const door = proxyOf === undefined ? undefined : await doors?.open(program, proxyOf);
        const inside = door?.program ?? program;
        const start = sandbox.start({
          ...inside,
          command: [...bounds.insidePrefix, ...inside.command],
          layout: [...layout, ...(door?.places ?? [])],
          sharesNetwork,
          temporaryBytes,
        });
        const release = async (): Promise<void> => {
          await door?.close();
          await run.release();
        };
        const command = [...bounds.prefix, ...start.command];
        return { ...start, command, ...run, environment: {}, hasKeeper: true, release };
      } catch (error) {
        await run.release();
        throw error;
      }
    },
  };
}
