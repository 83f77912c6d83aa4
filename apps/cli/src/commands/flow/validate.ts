import { CommandFailed, type ApiCommand } from '../../command.ts';
import { joinSources, readFlowFiles } from './flow-files.ts';

/** What the server says about one flow of the stream. */
interface Verdict {
  readonly index?: number;
  readonly namespace?: string;
  readonly flow?: string;
  readonly constraints?: string;
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
  readonly deprecationPaths?: readonly string[];
}

export const flowValidate: ApiCommand = {
  kind: 'api',
  path: ['flow', 'validate'],
  summary: 'check the flows of a folder',
  configure: (command) => command.argument('<directory>', 'folder of the flows, or one file'),
  async run(api, input, terminal) {
    const directory = input.argument(0) ?? '';
    const files = readFlowFiles(directory, terminal);
    if (files.length === 0) throw new CommandFailed(`No flow found on '${directory}'`);
    const { json } = await api.request('POST', '/flows/validate', {
      contentType: 'application/x-yaml',
      body: joinSources(files),
      resource: 'flow',
    });
    let failures = 0;
    for (const [index, verdict] of (Array.isArray(json) ? (json as Verdict[]) : []).entries()) {
      const name =
        verdict.namespace === undefined || verdict.flow === undefined
          ? (files[verdict.index ?? index]?.path ?? directory)
          : `${verdict.namespace} / ${verdict.flow}`;
      if (verdict.constraints === undefined) terminal.print(`✓ - ${name}`);
      else {
        failures += 1;
        terminal.complain(`✘ - ${name}`);
        for (const reason of verdict.constraints.split('\n')) terminal.complain(`\t${reason}`);
      }
      for (const path of verdict.deprecationPaths ?? []) terminal.print(`⚠ - ${path} is deprecated`);
      for (const warning of verdict.warnings ?? []) terminal.print(`⚠ - ${warning}`);
      for (const info of verdict.infos ?? []) terminal.print(`ℹ - ${info}`);
    }
    return failures === 0 ? 0 : 1;
  },
};
