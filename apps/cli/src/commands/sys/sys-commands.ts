import type { CommandSpec } from '../../command.ts';
import { sysDatabaseMigrate } from './database-migrate.ts';

export const sysCommands: readonly CommandSpec[] = [sysDatabaseMigrate];
