import { executionAction } from './execution-action.ts';

export const executionsKill = executionAction({
  name: 'kill',
  summary: 'end an execution, and those that it started',
  configure: (command) => command.option('--no-cascade', 'leave the executions alone that it started'),
  request: (input) => ({
    method: 'DELETE',
    action: 'kill',
    query: { isOnKillCascade: String(input.isSet('cascade')) },
  }),
  done: (id) => `Execution '${id}' is being killed.`,
});
