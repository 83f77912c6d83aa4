import { InvalidArgumentError, Option } from 'commander';
import type { LocalCommand } from '../../command.ts';
import { checkConfiguration } from '../../configuration/check-configuration.ts';
import { keyTree } from '../../configuration/key-tree.ts';
import { knownKeys } from '../../configuration/known-keys.ts';
import { settingsOf } from '../../configuration/settings-tree.ts';
import { loadForCommand, localDefaults } from '../../load-for-command.ts';

export const configsValidate: LocalCommand = {
  kind: 'local',
  path: ['configs', 'validate'],
  summary: 'check the configuration',
  configure: (command) =>
    command.addOption(
      new Option('--server-type <type>', 'server that is to run with it: standalone, local')
        .argParser(asServerType)
        .default('standalone'),
    ),
  async run(terminal, input) {
    const isLocal = input.text('serverType') === 'local';
    const loaded = loadForCommand(input, terminal, isLocal ? { defaults: localDefaults } : {});
    const problems = [...loaded.problems, ...checkConfiguration(loaded.configuration)];
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
  if (type === 'standalone' || type === 'local') return type;
  throw new InvalidArgumentError('Allowed choices are standalone, local.');
}
