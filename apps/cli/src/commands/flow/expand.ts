import type { LocalCommand } from '../../command.ts';
import { expandSourceFile } from '../source-files.ts';

export const flowExpand: LocalCommand = {
  kind: 'local',
  path: ['flow', 'expand'],
  summary: 'deprecated: print a flow with the files that it includes',
  configure: (command) => command.argument('<flowFile>', 'file of the flow'),
  async run(terminal, input) {
    terminal.complain("'flow expand' is deprecated: files of a namespace and subflows take the place of '[[> file]]'");
    terminal.print(expandSourceFile(input.argument(0) ?? '', terminal).source.trimEnd());
    return 0;
  },
};
