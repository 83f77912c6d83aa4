import type { ApiCommand } from '../../command.ts';
import { printSaved } from '../saved-sources.ts';
import { joinSources, noneFound, readSourceFiles } from '../source-files.ts';

export const templateNamespaceUpdate: ApiCommand = {
  kind: 'api',
  path: ['template', 'namespace', 'update'],
  summary: 'create or update the templates of a namespace from a folder',
  configure: (command) =>
    command
      .argument('<namespace>', 'namespace of the templates')
      .argument('<directory>', 'folder of the templates')
      .option('--delete', 'delete templates of the namespace that are not in the folder', false)
      .option('--no-delete', 'keep templates of the namespace that are not in the folder (default)'),
  async run(api, input, terminal) {
    const [namespace = '', directory = ''] = [input.argument(0), input.argument(1)];
    const files = readSourceFiles(directory, terminal);
    if (files.length === 0) terminal.print(noneFound('template', directory, terminal));
    const path = `/templates/${encodeURIComponent(namespace)}?delete=${String(input.isSet('delete'))}`;
    const reply = await api.request('POST', path, {
      contentType: 'application/x-yaml',
      body: joinSources(files),
      resource: 'template',
    });
    printSaved(reply, (count) => `${count} template(s) for namespace '${namespace}'`, terminal);
    return 0;
  },
};
