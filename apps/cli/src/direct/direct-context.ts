/** What direct commands work on: the instance's own parts, and where their lines go. */
import type { Deps } from '@windhover/services';
import type { Configuration } from '../configuration/configuration.ts';
import type { CommandOutput } from './command-socket.ts';

export interface DirectContext extends CommandOutput {
  readonly deps: Deps;
  readonly configuration: Configuration;
}
