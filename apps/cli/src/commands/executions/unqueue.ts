import { executionAction } from './execution-action.ts';

export const executionsUnqueue = executionAction({
  name: 'unqueue',
  summary: 'take an execution out of the queue',
  configure: (command) => command.option('--state <state>', 'state that it takes', 'RUNNING'),
  request: (input) => ({ action: 'unqueue', query: { state: input.text('state') ?? 'RUNNING' } }),
  done: (id, { state }) => `Execution '${id}' is out of the queue: ${state.current}.`,
});
