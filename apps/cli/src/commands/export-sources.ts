/** `flow export` and `template export`: the sources that a server keeps, as one zip file. */
import { statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CommandFailed, type ApiCommand } from '../command.ts';
import type { SourceKind } from './source-files.ts';

export function exportCommand(kind: SourceKind): ApiCommand {
  return {
    kind: 'api',
    path: [kind, 'export'],
    summary: `write the ${kind}s of a server into ${kind}s.zip`,
    configure: (command) =>
      command
        .argument('<directory>', 'folder for the file')
        .option('--namespace <namespace>', 'take those of this namespace, and of those below it, only'),
    async run(api, input, terminal) {
      const folder = resolve(terminal.workingDirectory, input.argument(0) ?? '');
      if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
        throw new CommandFailed(`'${folder}' is not a folder`);
      const namespace = input.text('namespace');
      const query = namespace === undefined ? '' : `?${new URLSearchParams({ namespace }).toString()}`;
      const { bytes } = await api.request('GET', `/${kind}s/export/by-query${query}`, { resource: kind });
      writeFileSync(join(folder, `${kind}s.zip`), bytes);
      const of = namespace === undefined ? '' : ` for namespace '${namespace}'`;
      terminal.print(`Exporting ${kind}(s)${of} successfully done !`);
      return 0;
    },
  };
}
