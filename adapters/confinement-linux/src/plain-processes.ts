import type { Confinement } from '@windhover/model';

/** Confines nothing: programs run as processes of this server's user. */
export const plainProcesses: Confinement = {
  confine: async (program) => ({ ...program, instructions: [], hasKeeper: false, release: nothing }),
};

const nothing = async (): Promise<void> => undefined;
