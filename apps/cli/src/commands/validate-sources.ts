/** `flow validate` and `template validate`: checks the sources of a folder, by a server or here. */
import { CommandFailed, type ApiCommand } from '../command.ts';
import type { ApiCaller } from '../api/api-caller.ts';
import type { Terminal } from '../terminal.ts';
import { joinSources, noneFound, readSourceFiles, type SourceFile, type SourceKind } from './source-files.ts';

/** What is said about one document; the server's words. */
export interface Verdict {
  /** Its place in the stream of documents. */
  readonly index?: number;
  readonly namespace?: string;
  /** The id. */
  readonly flow?: string;
  /** All errors, a line each; absent when there are none. */
  readonly constraints?: string;
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
  readonly deprecationPaths?: readonly string[];
}

export function validateCommand(kind: SourceKind): ApiCommand {
  return {
    kind: 'api',
    path: [kind, 'validate'],
    summary: `check the ${kind}s of a folder`,
    configure: (command) =>
      command
        .argument('<directory>', `folder of the ${kind}s, or one file`)
        .option('--local', 'check here, without a server'),
    async run(api, input, terminal) {
      const directory = input.argument(0) ?? '';
      const files = readSourceFiles(directory, terminal);
      if (files.length === 0) throw new CommandFailed(noneFound(kind, directory, terminal));
      const verdicts = input.isSet('local') ? await localVerdicts(kind, files) : await serverVerdicts(api, kind, files);
      for (const [index, verdict] of verdicts.entries()) {
        printVerdict(verdict, files[verdict.index ?? index]?.path ?? directory, terminal);
      }
      return verdicts.every(({ constraints }) => constraints === undefined) ? 0 : 1;
    },
  };
}

async function serverVerdicts(
  api: ApiCaller,
  kind: SourceKind,
  files: readonly SourceFile[],
): Promise<readonly Verdict[]> {
  const body = joinSources(files);
  const { json } = await api.request('POST', `/${kind}s/validate`, {
    contentType: 'application/x-yaml',
    body,
    resource: kind,
  });
  return Array.isArray(json) ? (json as Verdict[]) : [];
}

async function localVerdicts(kind: SourceKind, files: readonly SourceFile[]): Promise<readonly Verdict[]> {
  const { validateLocally } = await import('./validate-locally.ts');
  return files.flatMap((file, index) => validateLocally(kind, file, index));
}

function printVerdict(verdict: Verdict, path: string, terminal: Terminal): void {
  const { namespace, flow, constraints } = verdict;
  const name = namespace === undefined || flow === undefined ? path : `${namespace} / ${flow}`;
  if (constraints === undefined) terminal.print(`✓ - ${name}`);
  else terminal.complain([`✘ - ${name}`, ...constraints.split('\n').map((line) => `\t${line}`)].join('\n'));
  for (const place of verdict.deprecationPaths ?? []) terminal.print(`⚠ - ${place} is deprecated`);
  for (const warning of verdict.warnings ?? []) terminal.print(`⚠ - ${warning}`);
  for (const info of verdict.infos ?? []) terminal.print(`ℹ - ${info}`);
}
