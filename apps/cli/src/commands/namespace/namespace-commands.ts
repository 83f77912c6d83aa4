import type { CommandSpec } from '../../command.ts';
import { namespaceFilesUpdate } from './files-update.ts';
import { namespaceKvUpdate } from './kv-update.ts';

export const namespaceCommands: readonly CommandSpec[] = [namespaceFilesUpdate, namespaceKvUpdate];
