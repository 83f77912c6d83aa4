/** Options that every server command has, and the settings they make. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { CommandInput } from '../../command.ts';
import type { SettingsTree } from '../../configuration/settings-tree.ts';

export function addServerOptions(command: Command): Command {
  return command
    .option('--port <port>', 'port of the API and the UI; 0 takes a free one', asPort)
    .option('--worker-thread <threads>', 'tasks that run at the same time; default: four times the cores, 0: none')
    .option('--no-ui', 'serve the API alone, not the web application')
    .addOption(new Option('--no-tutorials', 'accepted: there are no tutorial flows').hideHelp())
    .addOption(new Option('--no-indexer', 'accepted: there is nothing to index').hideHelp())
    .addOption(new Option('--start-executors <names>', "accepted: about another system's queue").hideHelp())
    .addOption(new Option('--not-start-executors <names>', "accepted: about another system's queue").hideHelp());
}

export function settingsOfOptions(input: CommandInput): SettingsTree {
  const port = input.text('port');
  return port === undefined ? {} : { 'micronaut.server.port': Number(port) };
}

function asPort(text: string): string {
  if (!/^\d+$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('A number from 0 to 65535 is expected.');
  return text;
}
