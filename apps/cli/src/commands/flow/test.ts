/** `flow test`: runs a flow on an instance of its own, which is gone afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError, type CommandInput, type LocalCommand } from '../../command.ts';
import { createLogger } from '../../composition/logger.ts';
import type { SettingsTree } from '../../configuration/settings-tree.ts';
import { checkConfiguration, checkFolders } from '../../configuration/check-configuration.ts';
import { loadForCommand, refuseProblems } from '../../load-for-command.ts';
import type { Terminal } from '../../terminal.ts';
import { expandSourceFile } from '../source-files.ts';

export const flowTest: LocalCommand = {
  kind: 'local',
  path: ['flow', 'test'],
  summary: 'run a flow on an instance that is made for it, and show its log',
  configure: (command) =>
    command
      .argument('<flowFile>', 'file of the flow')
      .argument('[inputs...]', 'inputs: name and value in turn; the value of a FILE is an absolute path')
      .option('--fail-on-error', 'exit code 1 when the execution failed, was killed or cancelled'),
  async run(terminal, input) {
    const inputs = pairsOf(input);
    const { source } = expandSourceFile(input.argument(0) ?? '', terminal);
    const folder = mkdtempSync(join(tmpdir(), 'windhover-flow-test-'));
    try {
      const state = await runAlone(source, inputs, folder, input, terminal);
      return input.isSet('failOnError') && ['FAILED', 'KILLED', 'CANCELLED'].includes(state) ? 1 : 0;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function pairsOf(input: CommandInput): ReadonlyMap<string, string> {
  const words = (input.args[1] ?? []) as readonly string[];
  if (words.length % 2 !== 0) throw new UsageError('Invalid key pair value for inputs');
  return new Map(words.flatMap((name, index) => (index % 2 === 0 ? [[name, words[index + 1]!] as const] : [])));
}

/** Answers the state in which the execution ended. */
async function runAlone(
  source: string,
  inputs: ReadonlyMap<string, string>,
  folder: string,
  input: CommandInput,
  terminal: Terminal,
): Promise<string> {
  const { configuration, problems } = loadForCommand(input, terminal, { options: ownInstance(folder) });
  refuseProblems([...problems, ...checkConfiguration(configuration)]);
  refuseProblems(checkFolders(configuration, terminal.workingDirectory));
  const [{ holdInstance }, { tryFlow }] = await Promise.all([
    import('../../composition/hold-instance.ts'),
    import('./try-flow.ts'),
  ]);
  const { deps, close } = await holdInstance({
    configuration,
    env: terminal.env,
    workingDirectory: terminal.workingDirectory,
    role: 'server',
    takesShare: 'ifAlone',
    owner: "command 'flow test'",
    logger: createLogger(terminal.complain, 'ERROR'),
    onBroken: (error) => terminal.complain(error.message),
  });
  try {
    return await tryFlow(deps, source, inputs, terminal);
  } finally {
    await close();
  }
}

/** Whatever the configuration says: nothing of an instance that is in use is read or written. */
function ownInstance(folder: string): SettingsTree {
  return {
    'kestra.repository.type': 'memory',
    'kestra.queue.type': 'memory',
    'kestra.storage.type': 'local',
    'kestra.storage.local.base-path': join(folder, 'storage'),
    'kestra.ee.tenants.enabled': false,
    'kestra.ee.tenants.default-tenant': true,
  };
}
