import { CommandFailed, type ApiCommand } from '../../command.ts';
import { printSaved } from '../saved-sources.ts';
import { joinSources, noneFound, readSourceFiles } from '../source-files.ts';

export const flowUpdates: ApiCommand = {
  kind: 'api',
  path: ['flow', 'updates'],
  summary: 'create or update every flow of a folder',
  configure: (command) =>
    command
      .argument('<directory>', 'folder of the flows')
      .option('--delete', 'delete flows that are not in the folder', false)
      .option('--no-delete', 'keep flows that are not in the folder (default)')
      .option('--namespace <namespace>', 'look at this namespace only'),
  async run(api, input, terminal) {
    const directory = input.argument(0) ?? '';
    const files = readSourceFiles(directory, terminal);
    if (files.length === 0) throw new CommandFailed(noneFound('flow', directory, terminal));
    const namespace = input.text('namespace');
    const query = new URLSearchParams({
      delete: String(input.isSet('delete')),
      ...(namespace !== undefined && { namespace }),
    });
    const reply = await api.request('POST', `/flows/bulk?${query.toString()}`, {
      contentType: 'application/x-yaml',
      body: joinSources(files),
      resource: 'flow',
    });
    printSaved(reply, (count) => `${count} flow(s)`, terminal);
    return 0;
  },
};
