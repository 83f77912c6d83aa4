/** One way to make sandboxes. */
import type { ConfinedProgram, Program } from '@windhover/model';
import type { Place } from './sandbox-layout.ts';

export interface SandboxRequest extends Program {
  /** Ordered: what lies above comes first. */
  readonly layout: readonly Place[];
  /** Whether the machine's network is the program's; otherwise it has a loopback of its own and nothing else. */
  readonly sharesNetwork: boolean;
  /** Room in `/tmp`, and as much in `/dev/shm`. */
  readonly temporaryBytes: number;
}

/**
 * What it answers makes namespaces of users, processes, mounts, names, messages and, unless it is shared, of the network; shows
 * the layout and the directory, which alone can be written to for good; takes every right away; and ends, with all that runs
 * inside, when its parent does. It is to be started without variables of the flow.
 */
export interface Sandbox {
  start(request: SandboxRequest): Pick<ConfinedProgram, 'command' | 'instructions'>;
}
