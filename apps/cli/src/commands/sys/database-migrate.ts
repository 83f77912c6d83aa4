import type { DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';

export const sysDatabaseMigrate: DirectCommand = {
  kind: 'direct',
  path: ['sys', 'database', 'migrate'],
  summary: 'bring the schema of the database up to date',
  read: () => ({}),
  async run({ print }: DirectContext) {
    // Whoever has the store open, this process or a server, has brought its schema up to date by opening it.
    print('Successfully run the database schema migration.');
    return 0;
  },
};
