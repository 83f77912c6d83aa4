/** The command line as a whole: finds the command, reads its input, runs it, answers the exit code. */
import { Command, CommanderError, Option } from 'commander';
import { CommandFailed, CommandInput, UsageError, type CommandSpec } from './command.ts';
import { commandGroups } from './groups.ts';
import { runCommand } from './run-command.ts';
import type { Terminal } from './terminal.ts';
import { usageMessage } from './usage-message.ts';
import { version } from './version.ts';

const failed = 1;
const usage = 2;

/** `args` without program and script. Never throws: every failure ends in a message and an exit code. */
export async function runProgram(name: string, args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = 0;
  const root = rootCommand(name, terminal);
  const wanted = args.find((arg) => !arg.startsWith('-'));
  for (const group of commandGroups) {
    const command = groupCommand(root, group.name, group.summary);
    if (group.name !== wanted) continue;
    for (const spec of await group.load()) {
      addCommand(command, spec, async (input) => {
        exitCode = await runCommand(spec, input, terminal);
      });
    }
  }
  try {
    await root.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usage;
    terminal.complain(error instanceof CommandFailed ? error.message : describe(error));
    return failed;
  }
}

function rootCommand(name: string, terminal: Terminal): Command {
  const root = new Command(name)
    .description('A multi-tenant workflow orchestrator')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .showHelpAfterError(true)
    .allowExcessArguments(false)
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
      outputError: (message, write) => write(usageMessage(message)),
    });
  return root.action(() => root.outputHelp());
}

/** A group without subcommand prints its help. */
function groupCommand(parent: Command, name: string, summary: string): Command {
  const existing = parent.commands.find((command) => command.name() === name);
  if (existing !== undefined) return existing;
  const group = parent.command(name).description(summary).allowExcessArguments(false);
  return group.action(() => group.outputHelp());
}

function addCommand(group: Command, spec: CommandSpec, run: (input: CommandInput) => Promise<void>): void {
  const between = spec.path.slice(1, -1);
  const parent = between.reduce((above, name) => groupCommand(above, name, `commands of '${name}'`), group);
  const command = parent
    .command(spec.path.at(-1) ?? '')
    .description(spec.summary)
    .allowExcessArguments(false);
  command.aliases([...(spec.aliases ?? [])]);
  spec.configure?.(command);
  if (spec.kind === 'api') addApiOptions(command);
  addGlobalOptions(command);
  command.action(async () => {
    try {
      await run(new CommandInput(command.processedArgs, command.opts()));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      command.error(error.message, { exitCode: usage, code: 'windhover.usage' });
    }
  });
}

function addGlobalOptions(command: Command): void {
  command
    .option('-v, --verbose', 'more log lines; twice: all of them', (_, before: number) => before + 1, 0)
    .addOption(
      new Option('-l, --log-level <level>', 'lowest level of log lines').choices([
        'TRACE',
        'DEBUG',
        'INFO',
        'WARN',
        'ERROR',
      ]),
    )
    .option('--internal-log', "apply the level to the server's own log lines, too")
    .option('-c, --config <path>', 'configuration file, in place of ~/.kestra/config.yml')
    .addOption(new Option('-p, --plugins <path>', 'accepted, without effect: plugins are built in').hideHelp());
}

function addApiOptions(command: Command): void {
  command
    .option('--server <url>', 'address of the server', 'http://localhost:8080')
    .option(
      '--headers <name=value>',
      'header of each request; repeatable',
      (value, before: string[]) => [...before, value],
      [],
    )
    .option('--user <user:password>', 'credentials')
    .option('--api-token <token>', 'API token; wins over --user');
  if (!command.options.some((option) => option.long === '--tenant')) {
    command.option('--tenant <id>', 'tenant; without it the default tenant');
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Errors of the catalogue are sentences for people; anything else is ours to find.
  return 'code' in error && 'facts' in error ? error.message : (error.stack ?? error.message);
}
