import { availableParallelism } from 'node:os';
import { CommandFailed, UsageError, type CommandInput, type LocalCommand } from '../../command.ts';
import { createLogger } from '../../composition/logger.ts';
import { checkWorkerSettings, workerSettings } from '../../configuration/worker-settings.ts';
import { loadForCommand, refuseProblems } from '../../load-for-command.ts';
import type { Terminal } from '../../terminal.ts';
import { version } from '../../version.ts';
import { endOf } from './end-of.ts';
import { logLevel } from './log-level.ts';

export const serverWorker: LocalCommand = {
  kind: 'local',
  path: ['server', 'worker'],
  summary: 'run the tasks of a worker group for a server elsewhere, with a token of the group',
  configure(command) {
    command
      .option(
        '--server <urls>',
        'address of the server; of several that share a database: all, with commas',
        'http://localhost:8080',
      )
      .option('-t, --thread <threads>', 'tasks that run at the same time; default: four times the cores')
      .option('-g, --worker-group <key>', 'the group that the token must be of')
      .option(
        '--api-token <token>',
        'token of the group; better in kestra.worker.auth.token, where lists of processes do not show it',
      );
  },
  run,
};

async function run(terminal: Terminal, input: CommandInput): Promise<number> {
  const group = input.text('workerGroup');
  if (group !== undefined && !/^[a-zA-Z0-9_-]+$/.test(group)) {
    throw new UsageError('The --worker-group option must match the [a-zA-Z0-9_-]+ pattern');
  }
  const servers = serversOf(input);
  const threads = threadsOf(input);
  const { configuration, skipped, warnings, problems } = loadForCommand(input, terminal);
  terminal.beginLog();
  const logger = createLogger(terminal.print, logLevel(input));
  for (const warning of [...skipped, ...warnings]) logger.warn(warning);
  refuseProblems([...problems, ...checkWorkerSettings(configuration)]);
  const settings = workerSettings(configuration);
  const token = input.text('apiToken') ?? settings.token;
  if (token === undefined) {
    throw new CommandFailed('A worker needs a token of its group: set kestra.worker.auth.token');
  }
  logger.info(`Starting a Windhover worker ${version} named '${settings.name}' with ${threads} threads`);
  const { startWorkerProcess } = await import('../../composition/start-worker-process.ts');
  const worker = await startWorkerProcess({
    configuration,
    logger,
    servers,
    threads,
    group,
    token,
    name: settings.name,
  });
  const graceMs = configuration.get('duration', 'kestra.server.termination-grace-period');
  try {
    return await Promise.race([endOf(logger), worker.ended.then(() => 0)]);
  } catch (error) {
    throw new CommandFailed((error as Error).message, { cause: error });
  } finally {
    await worker.stop({ graceMs });
  }
}

function serversOf(input: CommandInput): readonly string[] {
  const servers = (input.text('server') ?? '')
    .split(',')
    .map((url) => url.trim())
    .filter(Boolean);
  const broken = servers.find((url) => !/^https?:$/.test(URL.parse(url)?.protocol ?? ''));
  if (broken !== undefined || servers.length === 0) {
    throw new UsageError(
      `Invalid value for option '--server': '${broken ?? ''}' is no address such as https://windhover.example.com`,
    );
  }
  return servers;
}

function threadsOf(input: CommandInput): number {
  const text = input.text('thread');
  if (text === undefined) return 4 * availableParallelism();
  const threads = Number(text);
  if (Number.isInteger(threads) && threads > 0) return threads;
  throw new UsageError(`Invalid value for option '--thread': '${text}' is not a number of threads`);
}
