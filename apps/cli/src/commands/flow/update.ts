import type { ApiCommand } from '../../command.ts';
import { readSourceFile } from '../source-files.ts';

export const flowUpdate: ApiCommand = {
  kind: 'api',
  path: ['flow', 'update'],
  summary: 'update a flow from a file',
  configure: (command) =>
    command
      .argument('<flowFile>', 'file of the flow')
      .argument('<namespace>', 'namespace of the flow')
      .argument('<id>', 'id of the flow'),
  async run(api, input, terminal) {
    const { source } = readSourceFile(input.argument(0) ?? '', terminal);
    const path = `/flows/${encodeURIComponent(input.argument(1) ?? '')}/${encodeURIComponent(input.argument(2) ?? '')}`;
    await api.request('PUT', path, { contentType: 'application/x-yaml', body: source, resource: 'flow' });
    terminal.print('Flow successfully updated !');
    return 0;
  },
};
