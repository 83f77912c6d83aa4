import { CommandFailed, type LocalCommand } from '../../command.ts';
import { readSourceFile } from '../source-files.ts';

export const flowDot: LocalCommand = {
  kind: 'local',
  path: ['flow', 'dot'],
  summary: 'print the graph of a flow in the DOT language',
  configure: (command) => command.argument('<flowFile>', 'file of the flow'),
  async run(terminal, input) {
    const { path, source } = readSourceFile(input.argument(0) ?? '', terminal);
    const [{ parseFlow }, { bundledPlugins }, { dotGraph }] = await Promise.all([
      import('@windhover/model'),
      import('../../composition/plugins.ts'),
      import('./dot-graph.ts'),
    ]);
    const { flow, problems } = parseFlow(source, bundledPlugins().catalog);
    if (flow === undefined)
      throw new CommandFailed([`✘ - ${path}`, ...problems.map(({ message }) => `\t${message}`)].join('\n'));
    terminal.print(dotGraph(flow));
    return 0;
  },
};
