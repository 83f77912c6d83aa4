/** `executions approve` and `executions deny`: the answer that an Approval waits for. */
import type { CommandInput } from '../../command.ts';
import type { Terminal } from '../../terminal.ts';
import { executionAction } from './execution-action.ts';
import { addInputOptions, givenInputs } from './given-values.ts';

export const executionsApprove = executionAction({
  name: 'approve',
  summary: 'approve what an execution asks for',
  configure: (command) => addInputOptions(command).option('--comment <text>', 'why, for those who look later'),
  request: (input, terminal) => ({ action: 'resume', body: answer('APPROVED', input, terminal) }),
  done: (id) => `Execution '${id}' is approved.`,
});

export const executionsDeny = executionAction({
  name: 'deny',
  summary: 'deny what an execution asks for',
  configure: (command) => command.option('--comment <text>', 'why, for those who look later'),
  request: (input, terminal) => ({ action: 'resume', body: answer('DENIED', input, terminal) }),
  done: (id) => `Execution '${id}' is denied.`,
});

function answer(decision: string, input: CommandInput, terminal: Terminal): FormData {
  const form = givenInputs(input, terminal) ?? new FormData();
  const comment = input.text('comment');
  form.set('decision', decision);
  if (comment !== undefined) form.set('comment', comment);
  return form;
}
