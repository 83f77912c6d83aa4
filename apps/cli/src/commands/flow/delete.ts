import type { ApiCommand } from '../../command.ts';

export const flowDelete: ApiCommand = {
  kind: 'api',
  path: ['flow', 'delete'],
  summary: 'delete a flow',
  configure: (command) => command.argument('<namespace>', 'namespace of the flow').argument('<id>', 'id of the flow'),
  async run(api, input, terminal) {
    const path = `/flows/${encodeURIComponent(input.argument(0) ?? '')}/${encodeURIComponent(input.argument(1) ?? '')}`;
    await api.request('DELETE', path, { resource: 'flow' });
    terminal.print('Flow successfully deleted !');
    return 0;
  },
};
