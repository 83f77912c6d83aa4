import type { CommandSpec } from '../../command.ts';
import { sysDatabaseMigrate } from './database-migrate.ts';
import { sysReindex } from './reindex.ts';
import { sysStateStoreMigrate } from './state-store-migrate.ts';
import { sysSubmitQueuedExecution } from './submit-queued-execution.ts';

export const sysCommands: readonly CommandSpec[] = [
  sysDatabaseMigrate,
  sysReindex,
  sysSubmitQueuedExecution,
  sysStateStoreMigrate,
];
