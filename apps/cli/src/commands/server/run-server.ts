/** Runs a server until it is told to stop: what all `server …` have in common. */
import { rmSync } from 'node:fs';
import { CommandFailed, type CommandInput } from '../../command.ts';
import { createLogger } from '../../composition/logger.ts';
import { allParts, startWindhover, type ServerParts, type Windhover } from '../../composition/start-windhover.ts';
import { checkConfiguration, checkFolders } from '../../configuration/check-configuration.ts';
import { namedEnvironments } from '../../configuration/configuration-sources.ts';
import { parseJavaOptions } from '../../configuration/java-options.ts';
import type { LoadedConfiguration } from '../../configuration/load-configuration.ts';
import { refuseProblems } from '../../load-for-command.ts';
import type { Terminal } from '../../terminal.ts';
import { version } from '../../version.ts';
import { endOf } from './end-of.ts';
import { logLevel } from './log-level.ts';
import { settleDown } from './settle-down.ts';

export async function runServer(
  loaded: LoadedConfiguration,
  input: CommandInput,
  terminal: Terminal,
  parts: ServerParts = allParts,
): Promise<number> {
  const { configuration, files, skipped, warnings, problems } = loaded;
  const level = logLevel(input);
  terminal.beginLog();
  const logger = createLogger(terminal.print, level);
  logger.info(
    `Starting Windhover ${version} with environments [${['cli', ...namedEnvironments(terminal.env)].join(', ')}]`,
  );
  const java = parseJavaOptions(terminal.env['JAVA_OPTS']);
  if (java.timeZone !== undefined) process.env['TZ'] ??= java.timeZone;
  if (java.ignored.length > 0) logger.info(`JAVA_OPTS: ${java.ignored.join(' ')} has no effect`);
  for (const warning of [...skipped, ...warnings]) logger.warn(warning);
  refuseProblems([...problems, ...checkConfiguration(configuration)]);
  refuseProblems(checkFolders(configuration, terminal.workingDirectory));
  if (configuration.get('boolean', 'kestra.configurations.delete-files-on-start')) {
    for (const file of files) rmSync(file, { force: true });
  }

  const hasAccessLog = configuration.get('boolean', 'micronaut.server.netty.access-logger.enabled');
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined); // told below, or the server has ended before
  const windhover = await startWindhover({
    configuration,
    env: terminal.env,
    workingDirectory: terminal.workingDirectory,
    logger,
    // Request lines are at the level of information, and so is what the start says already.
    serverLogLevel: hasAccessLog || level !== 'INFO' ? level.toLowerCase() : 'warn',
    workerThreads: workerThreads(input),
    parts,
    ui: input.options['ui'] !== false,
    onBroken: (error) => broken.reject(error),
  });
  announce(windhover, (message) => logger.info(message));
  settleDown();
  try {
    const code = await Promise.race([endOf(logger), broken.promise]);
    await Promise.race([windhover.stop(), broken.promise]);
    if (code !== 0) process.exit(code); // what the error has left behind could keep the process
    return code;
  } catch (error) {
    // Nothing it did from now on could be promised, and what waits for the store would wait for ever.
    terminal.complain(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}

function announce({ url, healthUrl, setupToken }: Windhover, info: (message: string) => void): void {
  const management = healthUrl === undefined ? '' : `, Management server on port ${healthUrl}`;
  info(`Server Running: ${url ?? 'without API'}${management}`);
  if (setupToken !== undefined)
    info(
      `No user exists yet: open ${url}/ui/ to make the first one; from another machine the page asks for the token ${setupToken}`,
    );
}

function workerThreads(input: CommandInput): number | undefined {
  const text = input.text('workerThread');
  if (text === undefined) return undefined;
  const threads = Number(text);
  if (!Number.isInteger(threads) || threads < 0) {
    throw new CommandFailed(`Invalid value for option '--worker-thread': '${text}' is not a number of threads`);
  }
  return threads;
}
