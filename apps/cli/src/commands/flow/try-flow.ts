/** A flow on an instance that has nothing else. */
import { createReadStream, statSync } from 'node:fs';
import { basename, isAbsolute } from 'node:path';
import { flattenForms, parseFlow } from '@windhover/model';
import { createFlow, followLogs, logTextLine, startExecution, type Deps, type SuppliedPart } from '@windhover/services';
import { CommandFailed } from '../../command.ts';
import type { Terminal } from '../../terminal.ts';

const longestRunMs = 3_600_000;

/**
 * Prints the lines of its log as they come; answers the state in which the execution ended, or is after an hour. Throws what saving
 * the flow and starting it throw.
 */
export async function tryFlow(
  deps: Deps,
  source: string,
  inputs: ReadonlyMap<string, string>,
  { print }: Pick<Terminal, 'print'>,
): Promise<string> {
  const tenant = deps.store.tenantKeys.default;
  const scope = deps.store.scope(tenant.key);
  const { namespace, id } = await createFlow(deps, scope, 'command-line', source);
  const declared = flattenForms(parseFlow(source, deps.catalog).flow?.inputs ?? []);
  const files = new Set(declared.filter(({ type }) => type === 'FILE').map((input) => input.id));
  const parts = suppliedParts(inputs, files);
  const execution = await startExecution(deps, tenant, 'command-line', { namespace, id, parts });
  const signal = AbortSignal.timeout(longestRunMs);
  for await (const { taskId, ...line } of followLogs(deps, scope, execution, signal)) {
    print(logTextLine({ ...line, ...(taskId !== undefined && { of: taskId }) }).trimEnd());
  }
  const { state } = (await scope.executions.find(execution.id)) ?? execution;
  print(`${namespace}.${id} ended ${state.current}`);
  return state.current;
}

async function* suppliedParts(
  inputs: ReadonlyMap<string, string>,
  files: ReadonlySet<string>,
): AsyncGenerator<SuppliedPart> {
  for (const [name, value] of inputs) {
    if (!files.has(name)) yield { name, content: noContent(), text: async () => value };
    else if (!isAbsolute(value)) throw new CommandFailed(`Input '${name}': '${value}' is no absolute path`);
    else if (statSync(value, { throwIfNoEntry: false })?.isFile() !== true)
      throw new CommandFailed(`The file '${value}' is not a file`);
    else yield { name, filename: basename(value), content: createReadStream(value), text: async () => '' };
  }
}

async function* noContent(): AsyncGenerator<Uint8Array> {}
