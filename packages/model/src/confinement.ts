/** Programs of script tasks, and what keeps them apart from the machine, from other runs and from the network. */
import type { TenantKey } from './tenant.ts';

export interface Program {
  /** Program and arguments; no shell is put around them. */
  readonly command: readonly string[];
  /** Absolute. The only place that lasts and may be written to; inside it has the same path. */
  readonly directory: string;
  /** The whole environment: nothing of the worker's is added. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What is started in the program's place, in the same directory. */
export interface ConfinedProgram {
  /** Begins with an absolute path where it is not the program's own: no `PATH` of a flow says what runs unconfined. */
  readonly command: readonly string[];
  /** What is started has this environment, so that no variable of a flow acts outside. */
  readonly environment: Readonly<Record<string, string>>;
  /** What is started reads each from a descriptor of its own, from 3 on: lists of processes show it to nobody. */
  readonly instructions: readonly (string | Uint8Array)[];
  /** Takes in the process that was started, by its number, before it reads its instructions. */
  admit?(pid: number): Promise<void>;
  /** Aborted when the run takes more than it may: it is to be ended then. The reason is a sentence. */
  readonly exceeded?: AbortSignal;
  /** Once it has ended: what it was ended for, in a sentence; undefined when it ended by itself. */
  verdict?(): Promise<string | undefined>;
  /**
   * The process that is started only holds what the program runs in. Without it all within is killed at once, so what asks
   * the program to end must not reach it.
   */
  readonly hasKeeper: boolean;
  /** Takes back what was made for this run. To be called once, when everything that was started is gone. */
  release(): Promise<void>;
}

export interface Confinement {
  /** Rejects with a message for whoever wrote the flow: nothing here can confine the program, or it is not there. */
  confine(program: Program): Promise<ConfinedProgram>;
}

/**
 * Of scripts in sandboxes: servers outside through a proxy of this server, what the server reaches, or nothing but a loopback
 * of their own.
 */
export const scriptNetworks = ['filtered', 'open', 'none'] as const;
export type ScriptNetwork = (typeof scriptNetworks)[number];

/** Programs of tenants do not share what is open to one of them. */
export interface Confinements {
  of(tenantKey: TenantKey): Confinement;
}
