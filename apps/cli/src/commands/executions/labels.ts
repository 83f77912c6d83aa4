import { executionAction } from './execution-action.ts';
import { pairOf } from './given-values.ts';

export const executionsLabels = executionAction({
  name: 'labels',
  summary: 'add labels to an execution, or change them',
  configure: (command) => command.argument('<labels...>', 'the labels, each key=value'),
  request(input) {
    const labels = [input.args[1] ?? []].flat().map((text) => {
      const [key, value] = pairOf(text, '<labels>', 'key=value');
      return { key, value };
    });
    return { action: 'labels', contentType: 'application/json', body: JSON.stringify(labels) };
  },
  done: (id) => `Execution '${id}' has its labels.`,
});
