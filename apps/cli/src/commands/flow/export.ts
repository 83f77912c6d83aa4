import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ApiCommand } from '../../command.ts';

export const flowExport: ApiCommand = {
  kind: 'api',
  path: ['flow', 'export'],
  summary: 'export flows as a ZIP file',
  configure: (command) =>
    command
      .argument('<directory>', 'folder that gets flows.zip')
      .option('--namespace <namespace>', 'flows of this namespace only'),
  async run(api, input, terminal) {
    const directory = resolve(terminal.workingDirectory, input.argument(0) ?? '');
    const namespace = input.text('namespace');
    const query = namespace === undefined ? '' : `?namespace=${encodeURIComponent(namespace)}`;
    const reply = await api.request('GET', `/flows/export/by-query${query}`, { resource: 'flow' });
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'flows.zip'), reply.bytes);
    const which = namespace === undefined ? '' : ` for namespace '${namespace}'`;
    terminal.print(`Exporting flow(s)${which} successfully done !`);
    return 0;
  },
};
