import type { LocalCommand } from '../../command.ts';
import { loadForCommand, localDefaults, refuseProblems } from '../../load-for-command.ts';
import type { Configuration } from '../../configuration/configuration.ts';
import { runServer } from './run-server.ts';
import { addServerOptions, settingsOfOptions } from './server-options.ts';

export const serverLocal: LocalCommand = {
  kind: 'local',
  path: ['server', 'local'],
  summary: 'run everything in one process, with an embedded database in ./data',
  configure: (command) => addServerOptions(command),
  async run(terminal, input) {
    const loaded = loadForCommand(input, terminal, { defaults: localDefaults, options: settingsOfOptions(input) });
    refuseProblems(checkEmbedded(loaded.configuration));
    return runServer(loaded, input, terminal);
  },
};

function checkEmbedded(configuration: Configuration): string[] {
  return ['kestra.repository.type', 'kestra.queue.type'].flatMap((path) => {
    const type = configuration.find('text', path)?.toLowerCase() ?? 'h2';
    if (['h2', 'sqlite', 'memory'].includes(type)) return [];
    return [`${path}: '${type}' is no embedded database: use 'server standalone' with it`];
  });
}
