import { executionAction } from './execution-action.ts';

export const executionsRestart = executionAction({
  name: 'restart',
  summary: 'begin again what failed in an execution',
  configure: (command) =>
    command.option('--revision <number>', 'revision of the flow; makes a new execution when it is another one'),
  request(input) {
    const revision = input.text('revision');
    return { action: 'restart', ...(revision !== undefined && { query: { revision } }) };
  },
  done: (id, restarted) =>
    restarted.id === id ? `Execution '${id}' is restarted.` : `Execution '${id}' is restarted as '${restarted.id}'.`,
});
