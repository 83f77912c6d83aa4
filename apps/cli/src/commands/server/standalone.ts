import type { LocalCommand } from '../../command.ts';
import { loadForCommand } from '../../load-for-command.ts';
import { runServer } from './run-server.ts';
import { addServerOptions, settingsOfOptions } from './server-options.ts';

export const serverStandalone: LocalCommand = {
  kind: 'local',
  path: ['server', 'standalone'],
  summary: 'run everything in one process, as the configuration says',
  configure: (command) => addServerOptions(command),
  async run(terminal, input) {
    return runServer(loadForCommand(input, terminal, { options: settingsOfOptions(input) }), input, terminal);
  },
};
