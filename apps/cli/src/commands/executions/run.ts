import type { ApiCommand } from '../../command.ts';
import { addOutputOption } from '../output-format.ts';
import { addInputOptions, givenInputs, pairOf } from './given-values.ts';
import { repeatable } from './repeatable.ts';
import { exitCodeOf, printExecutions, printTaskRuns, type ExecutionReply } from './shown-execution.ts';

/** With `--wait` the exit code tells how it ended. */
export const executionsRun: ApiCommand = {
  kind: 'api',
  path: ['executions', 'run'],
  summary: 'start an execution of a flow',
  configure: (command) =>
    addOutputOption(
      addInputOptions(command.argument('<namespace>', 'namespace of the flow').argument('<flowId>', 'id of the flow')),
    )
      .option('--label <key=value>', 'a label; repeatable', repeatable, [])
      .option('--revision <number>', 'revision of the flow; without it the newest')
      .option('--wait', 'until it ends; exit code 1 when it failed, was killed or cancelled'),
  async run(api, input, terminal) {
    const query = new URLSearchParams({ wait: String(input.isSet('wait')) });
    for (const label of input.list('label')) query.append('labels', pairOf(label, '--label', 'key=value').join(':'));
    const revision = input.text('revision');
    if (revision !== undefined) query.set('revision', revision);
    const [namespace, flowId] = [input.argument(0) ?? '', input.argument(1) ?? ''].map(encodeURIComponent);
    const body = givenInputs(input, terminal);
    const reply = await api.request('POST', `/executions/${namespace}/${flowId}?${query.toString()}`, {
      resource: 'execution',
      ...(body !== undefined && { body }),
    });
    const execution = reply.json as ExecutionReply;
    if (input.text('output') === 'json') terminal.print(JSON.stringify(execution, null, 2));
    else {
      printExecutions([execution], terminal);
      printTaskRuns(execution, terminal);
    }
    return input.isSet('wait') ? exitCodeOf(execution) : 0;
  },
};
