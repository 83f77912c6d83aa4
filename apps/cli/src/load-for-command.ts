/** The configuration as the command line asks for it: file, environment, and what the command itself sets. */
import type { CommandInput } from './command.ts';
import { CommandFailed } from './command.ts';
import { loadConfiguration, type LoadedConfiguration } from './configuration/load-configuration.ts';
import type { SettingsTree } from './configuration/settings-tree.ts';
import type { Terminal } from './terminal.ts';

/** What `server local` sets, below every file. Direct commands without a repository type work on the same instance. */
export const localDefaults: SettingsTree = {
  kestra: {
    repository: { type: 'h2' },
    queue: { type: 'h2' },
    storage: { type: 'local', local: { 'base-path': './data' } },
  },
  endpoints: { all: { port: 0 } },
};

export interface LoadOptions {
  readonly defaults?: SettingsTree;
  readonly options?: SettingsTree;
}

export function loadForCommand(
  input: CommandInput,
  terminal: Terminal,
  { defaults, options }: LoadOptions = {},
): LoadedConfiguration {
  return loadConfiguration({
    env: terminal.env,
    workingDirectory: terminal.workingDirectory,
    homeDirectory: terminal.homeDirectory,
    file: input.text('config'),
    ...(defaults !== undefined && { defaults }),
    ...(options !== undefined && { options }),
  });
}

/** For direct commands: the instance that the configuration names, or that of `server local` in this directory. */
export function loadForInstance(input: CommandInput, terminal: Terminal): LoadedConfiguration {
  const asWritten = loadForCommand(input, terminal);
  if (asWritten.configuration.has('kestra.repository.type')) return asWritten;
  return loadForCommand(input, terminal, { defaults: localDefaults });
}

/** Throws `CommandFailed` with one line a problem, all of them. */
export function refuseProblems(problems: readonly string[]): void {
  if (problems.length > 0) throw new CommandFailed(problems.join('\n'));
}
