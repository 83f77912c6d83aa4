import { executionAction } from './execution-action.ts';

export const executionsForceRun = executionAction({
  name: 'force-run',
  summary: 'run an execution without waiting any longer',
  request: () => ({ action: 'force-run' }),
  done: (id) => `Execution '${id}' is let run.`,
});
