import type { CommandSpec } from '../../command.ts';
import { migrateDefaultTenantCommand } from './default-tenant.ts';
import { nothingToMigrate } from './nothing-to-migrate.ts';

export const migrateCommands: readonly CommandSpec[] = [
  migrateDefaultTenantCommand,
  ...['kv', 'secrets', 'nsfiles'].map((kind) => nothingToMigrate('metadata', kind)),
  ...['plan', 'run', 'repair', 'unlock'].map((step) => nothingToMigrate(step)),
];
