import { executionAction } from './execution-action.ts';
import { addInputOptions, givenInputs } from './given-values.ts';

export const executionsResume = executionAction({
  name: 'resume',
  summary: 'go on with a paused execution, with the inputs that its pause asks for',
  configure: addInputOptions,
  request: (input, terminal) => ({ action: 'resume', body: givenInputs(input, terminal) }),
  done: (id) => `Execution '${id}' is resumed.`,
});
