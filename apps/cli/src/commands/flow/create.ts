import type { ApiCommand } from '../../command.ts';
import { readSourceFile } from '../source-files.ts';

export const flowCreate: ApiCommand = {
  kind: 'api',
  path: ['flow', 'create'],
  summary: 'create a flow from a file',
  configure: (command) => command.argument('<flowFile>', 'file of the flow'),
  async run(api, input, terminal) {
    const { source } = readSourceFile(input.argument(0) ?? '', terminal);
    await api.request('POST', '/flows', { contentType: 'application/x-yaml', body: source, resource: 'flow' });
    terminal.print('Flow successfully created !');
    return 0;
  },
};
