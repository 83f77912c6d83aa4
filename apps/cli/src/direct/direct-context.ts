/** What direct commands work on: the instance's own parts, and where their lines go. */
import type { Deps } from '@windhover/services';
import type { Configuration } from '../configuration/configuration.ts';
import type { CommandOutput } from './command-socket.ts';

export interface DirectContext extends CommandOutput {
  readonly deps: Deps;
  readonly configuration: Configuration;
  /** It is carried out in a server, for a command line that found it. */
  readonly isServer: boolean;
}
