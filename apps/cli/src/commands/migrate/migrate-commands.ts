import type { CommandSpec, LocalCommand } from '../../command.ts';

/** Migrations of another system. Here data is brought into its form when the store is opened. */
function nothingToMigrate(...words: readonly string[]): LocalCommand {
  return {
    kind: 'local',
    path: ['migrate', ...words],
    summary: 'accepted: nothing needs it',
    async run({ print }) {
      print('Nothing to migrate.');
      return 0;
    },
  };
}

export const migrateCommands: readonly CommandSpec[] = [
  ...['kv', 'secrets', 'nsfiles'].map((kind) => nothingToMigrate('metadata', kind)),
  ...['plan', 'run', 'repair', 'unlock'].map((step) => nothingToMigrate(step)),
];
