import { executionAction } from './execution-action.ts';

export const executionsPause = executionAction({
  name: 'pause',
  summary: 'start no further task of an execution until it is resumed',
  request: () => ({ action: 'pause' }),
  done: (id) => `Execution '${id}' is paused.`,
});
