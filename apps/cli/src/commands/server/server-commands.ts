import type { CommandSpec } from '../../command.ts';
import { serverLocal } from './local.ts';
import { serverStandalone } from './standalone.ts';

export const serverCommands: readonly CommandSpec[] = [serverLocal, serverStandalone];
