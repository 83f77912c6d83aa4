import type { ApiCommand } from '../../command.ts';
import { printSaved } from '../saved-sources.ts';
import { joinSources, noneFound, readSourceFiles } from '../source-files.ts';

export const flowNamespaceUpdate: ApiCommand = {
  kind: 'api',
  path: ['flow', 'namespace', 'update'],
  summary: 'create or update the flows of a namespace from a folder',
  configure: (command) =>
    command
      .argument('<namespace>', 'namespace of the flows')
      .argument('<directory>', 'folder of the flows')
      .option('--delete', 'delete flows of the namespace that are not in the folder', false)
      .option('--no-delete', 'keep flows of the namespace that are not in the folder (default)')
      .option('--override-namespaces', "write the namespace into every flow's source"),
  async run(api, input, terminal) {
    const [namespace = '', directory = ''] = [input.argument(0), input.argument(1)];
    const files = readSourceFiles(directory, terminal);
    if (files.length === 0) terminal.print(noneFound('flow', directory, terminal));
    const sources = joinSources(files);
    const body = input.isSet('overrideNamespaces')
      ? sources.replaceAll(/^namespace:.*$/gm, `namespace: ${namespace}`)
      : sources;
    const path = `/flows/${encodeURIComponent(namespace)}?delete=${String(input.isSet('delete'))}`;
    const reply = await api.request('POST', path, { contentType: 'application/x-yaml', body, resource: 'flow' });
    printSaved(reply, (count) => `${count} flow(s) for namespace '${namespace}'`, terminal);
    return 0;
  },
};
