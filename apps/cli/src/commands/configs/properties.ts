import type { LocalCommand } from '../../command.ts';
import { effectiveYaml } from '../../configuration/effective-yaml.ts';
import { loadForCommand } from '../../load-for-command.ts';

export const configsProperties: LocalCommand = {
  kind: 'local',
  path: ['configs', 'properties'],
  summary: 'print the effective configuration, secrets masked',
  async run(terminal, input) {
    const { configuration, skipped } = loadForCommand(input, terminal);
    for (const notice of skipped) terminal.complain(notice);
    terminal.print(effectiveYaml(configuration).trimEnd());
    return 0;
  },
};
