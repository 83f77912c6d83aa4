import type { LocalCommand } from '../../command.ts';

export const sysStateStoreMigrate: LocalCommand = {
  kind: 'local',
  path: ['sys', 'state-store', 'migrate'],
  summary: 'accepted: states are key/value pairs from the first',
  async run({ print }) {
    print('Successfully ran the state-store migration.');
    return 0;
  },
};
