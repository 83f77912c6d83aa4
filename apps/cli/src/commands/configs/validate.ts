import { InvalidArgumentError, Option } from 'commander';
import type { LocalCommand } from '../../command.ts';
import { checkConfiguration, checkShared } from '../../configuration/check-configuration.ts';
import { keyTree } from '../../configuration/key-tree.ts';
import { knownKeys } from '../../configuration/known-keys.ts';
import { settingsOf } from '../../configuration/settings-tree.ts';
import { loadForCommand, localDefaults } from '../../load-for-command.ts';

/** Those that do everything, and those that need others beside them. */
const whole = ['standalone', 'local'];
const roles = ['webserver', 'executor', 'scheduler', 'indexer'];
const serverTypes: readonly string[] = [...whole, ...roles];

export const configsValidate: LocalCommand = {
  kind: 'local',
  path: ['configs', 'validate'],
  summary: 'check the configuration',
  configure: (command) =>
    command.addOption(
      new Option('--server-type <type>', `server that is to run with it: ${serverTypes.join(', ')}`)
        .argParser(asServerType)
        .default('standalone'),
    ),
  async run(terminal, input) {
    const type = input.text('serverType') ?? 'standalone';
    const loaded = loadForCommand(input, terminal, type === 'local' ? { defaults: localDefaults } : {});
    const problems = [
      ...loaded.problems,
      ...checkConfiguration(loaded.configuration),
      ...(roles.includes(type) ? checkShared(loaded.configuration, type) : []),
    ];
    for (const warning of [...loaded.skipped, ...loaded.warnings]) terminal.complain(`⚠ - ${warning}`);
    for (const { names, node } of settingsOf(loaded.configuration.tree, keyTree(knownKeys))) {
      const path = names.join('.');
      if (node?.key?.status === 'honour' && !problems.some((problem) => problem.includes(path)))
        terminal.print(`✓ - ${path}`);
    }
    for (const problem of problems) terminal.complain(`✘ - ${problem}`);
    terminal.print(
      problems.length === 0
        ? 'Configuration is valid.'
        : `Configuration is invalid: ${problems.length} error(s) found.`,
    );
    return problems.length === 0 ? 0 : 1;
  },
};

/** In either case: Kestra's own names are in capitals. */
function asServerType(text: string): string {
  const type = text.toLowerCase();
  if (serverTypes.includes(type)) return type;
  throw new InvalidArgumentError(`Allowed choices are ${serverTypes.join(', ')}.`);
}
