import type { CommandSpec } from '../../command.ts';
import { backupsCreate } from './create.ts';
import { backupsRestore } from './restore.ts';

export const backupCommands: readonly CommandSpec[] = [backupsCreate, backupsRestore];
