/** A command that does one thing to one execution; `--output=json` prints the execution as the API answers it. */
import type { Command } from 'commander';
import type { ApiCommand, CommandInput } from '../../command.ts';
import type { Terminal } from '../../terminal.ts';
import { addOutputOption } from '../output-format.ts';
import { executionPath } from './execution-path.ts';
import type { ExecutionReply } from './shown-execution.ts';

interface ActionRequest {
  readonly method?: 'DELETE';
  /** As the API calls it. */
  readonly action: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly body?: string | FormData | undefined;
}

interface Action {
  readonly name: string;
  readonly summary: string;
  readonly configure?: (command: Command) => Command;
  request(input: CommandInput, terminal: Terminal): ActionRequest;
  /** The sentence that is printed; `execution` is what the API answered. */
  done(executionId: string, execution: ExecutionReply): string;
}

export function executionAction({ name, summary, configure = (it) => it, request, done }: Action): ApiCommand {
  return {
    kind: 'api',
    path: ['executions', name],
    summary,
    configure: (command) => configure(addOutputOption(command.argument('<executionId>', 'id of the execution'))),
    async run(api, input, terminal) {
      const executionId = input.argument(0) ?? '';
      const { method = 'POST', action, query, contentType, body } = request(input, terminal);
      const reply = await api.request(method, executionPath(executionId, action, query), {
        resource: 'execution',
        ...(contentType !== undefined && { contentType }),
        ...(body !== undefined && { body }),
      });
      if (input.text('output') === 'json') terminal.print(JSON.stringify(reply.json, null, 2));
      else terminal.print(done(executionId, reply.json as ExecutionReply));
      return 0;
    },
  };
}
