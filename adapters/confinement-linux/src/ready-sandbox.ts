/** A sandbox that works here, with what each run in it is given. */
import type { Confinement } from '@windhover/model';
import type { Door, Doors } from './filtered-network.ts';
import { requireProgram } from './find-program.ts';
import type { Sandbox, SandboxRequest } from './sandbox.ts';

export interface ReadySandboxOptions extends Pick<SandboxRequest, 'layout' | 'sharesNetwork' | 'temporaryBytes'> {
  readonly sandbox: Sandbox;
  /** Where there is a way out. */
  readonly doors: Doors | undefined;
}

export interface ReadySandbox extends Confinement {
  close(): Promise<void>;
}

export function readySandbox({ sandbox, layout, doors, ...limits }: ReadySandboxOptions): ReadySandbox {
  return {
    async confine(program) {
      await requireProgram(program, layout);
      const door: Door = (await doors?.open(program)) ?? { program, places: [], close: nothing };
      return {
        ...sandbox.start({ ...door.program, layout: [...layout, ...door.places], ...limits }),
        environment: {},
        hasKeeper: true,
        release: () => door.close(),
      };
    },
    close: async () => doors?.close(),
  };
}

const nothing = async (): Promise<void> => undefined;
