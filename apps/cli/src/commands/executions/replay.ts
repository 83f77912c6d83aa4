import { executionAction } from './execution-action.ts';
import { addInputOptions, givenInputs } from './given-values.ts';

export const executionsReplay = executionAction({
  name: 'replay',
  summary: 'make a new execution like another one, from its start or from a task run on',
  configure: (command) =>
    addInputOptions(command)
      .option('--task-run-id <id>', 'task run to begin with; what came before keeps its outputs')
      .option('--revision <number>', 'revision of the flow; without it the one that the execution ran'),
  request(input, terminal) {
    const [taskRunId, revision] = [input.text('taskRunId'), input.text('revision')];
    const body = givenInputs(input, terminal);
    return {
      action: body === undefined ? 'replay' : 'replay-with-inputs',
      query: { ...(taskRunId !== undefined && { taskRunId }), ...(revision !== undefined && { revision }) },
      body,
    };
  },
  done: (id, replay) => `Execution '${id}' is replayed as '${replay.id}'.`,
});
