import type { LocalCommand } from '../../command.ts';

/** Migrations of another system. Here data is brought into its form when the store is opened. */
export function nothingToMigrate(...words: readonly string[]): LocalCommand {
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
