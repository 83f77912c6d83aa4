/** Runs a command by its kind. */
import type { CommandInput, CommandSpec } from './command.ts';
import type { Terminal } from './terminal.ts';

/** Answers the exit code; throws `CommandFailed`, `UsageError`, or what is unforeseen. */
export async function runCommand(spec: CommandSpec, input: CommandInput, terminal: Terminal): Promise<number> {
  switch (spec.kind) {
    case 'local':
      return spec.run(terminal, input);
    case 'api': {
      const { createApiCaller } = await import('./api/api-caller.ts');
      return spec.run(createApiCaller(input), input, terminal);
    }
    case 'direct': {
      const { runDirect } = await import('./direct/run-direct.ts');
      return runDirect(spec, await spec.read(input, terminal), input, terminal);
    }
  }
}
