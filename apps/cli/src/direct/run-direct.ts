/** A direct command from the command line: in the process that has the store open, otherwise on the store itself. */
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { JsonObject } from '@windhover/model';
import { CommandFailed, type CommandInput, type DirectCommand } from '../command.ts';
import { createLogger } from '../composition/logger.ts';
import type { InstanceOptions } from '../composition/hold-instance.ts';
import { checkConfiguration, checkFolders } from '../configuration/check-configuration.ts';
import { usesPostgres } from '../configuration/database-settings.ts';
import { storageLayout } from '../configuration/storage-layout.ts';
import { loadForInstance, refuseProblems } from '../load-for-command.ts';
import type { Terminal } from '../terminal.ts';
import { runInHolder } from './ask-instance.ts';
import { carryOut } from './carry-out.ts';

/** A server that starts or ends holds the store without listening. */
const longestWaitMs = 30_000;
const retryMs = 20;

export async function runDirect(
  spec: DirectCommand,
  args: JsonObject,
  input: CommandInput,
  terminal: Terminal,
): Promise<number> {
  const { configuration, skipped, problems } = loadForInstance(input, terminal);
  for (const notice of skipped) terminal.complain(notice);
  refuseProblems([...problems, ...checkConfiguration(configuration)]);
  const { databaseFile, dataDirectory, isTemporary } = storageLayout(configuration, terminal.workingDirectory);
  if (isTemporary) throw new CommandFailed("A store of type 'memory' lives inside its server: no command can reach it");
  const command = spec.path.join(' ');
  const instance: InstanceOptions = {
    configuration,
    env: terminal.env,
    workingDirectory: terminal.workingDirectory,
    role: 'command',
    takesShare: 'ifAlone',
    owner: `command '${command}'`,
    logger: createLogger(terminal.complain, 'WARN'),
    onBroken: (error) => terminal.complain(error.message),
  };

  const deadline = performance.now() + longestWaitMs;
  for (;;) {
    const code = await runInHolder(dataDirectory, { kind: 'run', command, args }, terminal);
    if (code !== undefined) return code;
    refuseProblems(checkFolders(configuration, terminal.workingDirectory));
    const isNew = !usesPostgres(configuration) && !existsSync(databaseFile);
    try {
      return await runHere(spec, args, terminal, instance, () => {
        if (isNew) terminal.complain(`Created a new store in ${dataDirectory}`);
      });
    } catch (error) {
      // Somebody is about to listen, or about to let go.
      if (!isInUse(error) || performance.now() > deadline) throw error;
      await setTimeout(retryMs);
    }
  }
}

/** Told by its code: the class would load the whole model before it is needed. */
function isInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'STORE_IN_USE';
}

async function runHere(
  spec: DirectCommand,
  args: JsonObject,
  terminal: Terminal,
  options: InstanceOptions,
  opened: () => void,
): Promise<number> {
  // Half of a second's worth of code, which a command that a server carries out does not need.
  const { holdInstance } = await import('../composition/hold-instance.ts');
  const instance = await holdInstance(options);
  opened();
  const { configuration } = options;
  try {
    return await carryOut(
      spec,
      { deps: instance.deps, configuration, isServer: false, print: terminal.print, complain: terminal.complain },
      args,
    );
  } finally {
    await instance.close();
  }
}
