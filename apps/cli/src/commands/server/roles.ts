/** Servers that do a part of the work on a database that they share: as many of each as are wanted. */
import type { LocalCommand } from '../../command.ts';
import type { ServerParts } from '../../composition/start-windhover.ts';
import { checkShared } from '../../configuration/check-configuration.ts';
import { loadForCommand, refuseProblems } from '../../load-for-command.ts';
import { runServer } from './run-server.ts';
import { addServerOptions, settingsOfOptions } from './server-options.ts';

export const serverWebserver = roleCommand('webserver', {
  summary: 'serve the API and the UI, and leave executions to the executors of the same database',
  parts: { api: true, takesShare: false },
});

export const serverExecutor = roleCommand('executor', {
  summary: 'run a share of the executions, their tasks and triggers, without the API',
  parts: { api: false, takesShare: true },
});

export const serverScheduler = roleCommand('scheduler', {
  summary: 'accepted: triggers are looked after by the executors; answers for its health alone',
  parts: { api: false, takesShare: false },
});

export const serverIndexer = roleCommand('indexer', {
  summary: 'accepted: there is nothing to index; answers for its health alone',
  parts: { api: false, takesShare: false },
});

function roleCommand(
  name: string,
  { summary, parts }: { readonly summary: string; readonly parts: ServerParts },
): LocalCommand {
  return {
    kind: 'local',
    path: ['server', name],
    summary,
    configure: (command) => addServerOptions(command),
    async run(terminal, input) {
      const loaded = loadForCommand(input, terminal, { options: settingsOfOptions(input) });
      refuseProblems([...loaded.problems, ...checkShared(loaded.configuration, name)]);
      return runServer(loaded, input, terminal, parts);
    },
  };
}
