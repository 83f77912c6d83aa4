/** The pair of tasks that each language has: `Commands` runs shell commands, `Script` runs a text in the language. */
import { access, constants, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { defineTask, TaskError, type AnyTask, type RunContext } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { runScript } from './run-script.ts';
import { placeStandIns, renderedByTask, scriptOutputs, scriptProperties } from './script-properties.ts';

export interface Language {
  /** As in the type's name: `io.kestra.plugin.scripts.<id>.Script`. */
  readonly id: string;
  readonly name: string;
  /** Programs that can run a script file, the best first; none when the interpreter itself runs the text. */
  readonly programs: readonly string[];
  readonly extension: string;
  readonly exampleScript: string;
  readonly exampleCommand: string;
}

const commandsProperties = scriptProperties.extend({
  commands: z.array(z.string()).min(1).describe('Commands, each a line of the same shell.'),
});

const textProperties = scriptProperties.extend({
  script: z.string().describe('The script itself. Storage URIs in it are replaced by paths of local copies.'),
});

export function scriptTasks(language: Language): readonly AnyTask[] {
  return [commandsTask(language), scriptTask(language)];
}

function commandsTask(language: Language): AnyTask {
  return defineTask({
    kind: 'runnable',
    type: `io.kestra.plugin.scripts.${language.id}.Commands`,
    title: `Run commands (${language.name})`,
    description:
      'Runs commands in a private working directory. A non-zero exit code fails the task; a line `::{"outputs": {"key": "value"}}::` on stdout sets `outputs.<task>.vars.key`.',
    properties: commandsProperties,
    verbatim: renderedByTask,
    code: ['beforeCommands', 'commands'],
    standIns: placeStandIns,
    outputs: scriptOutputs,
    examples: [
      {
        title: 'A command',
        code: `id: run\ntype: io.kestra.plugin.scripts.${language.id}.Commands\ncommands:\n  - ${language.exampleCommand}\n`,
      },
    ],
    run: (context: RunContext<z.output<typeof commandsProperties>>) =>
      runScript(context, async ({ render }) => (await render(context.properties.commands)) as readonly string[]),
  });
}

function scriptTask(language: Language): AnyTask {
  return defineTask({
    kind: 'runnable',
    type: `io.kestra.plugin.scripts.${language.id}.Script`,
    title: `Run a script (${language.name})`,
    description:
      'Runs a script in a private working directory. A non-zero exit code fails the task; a line `::{"outputs": {"key": "value"}}::` on stdout sets `outputs.<task>.vars.key`.',
    properties: textProperties,
    verbatim: renderedByTask,
    code: ['beforeCommands', 'script'],
    standIns: placeStandIns,
    outputs: scriptOutputs,
    examples: [
      {
        title: 'A script',
        code: `id: run\ntype: io.kestra.plugin.scripts.${language.id}.Script\nscript: |\n  ${language.exampleScript}\n`,
      },
    ],
    run: (context: RunContext<z.output<typeof textProperties>>) =>
      runScript(context, async ({ directory, render, localise }) => {
        const script = await localise((await render(context.properties.script)) as string);
        if (language.programs.length === 0) return [script];
        const path = join(directory, `.script.${language.extension}`);
        await writeFile(path, script);
        return [`${await programOf(language)} ${path}`];
      }),
  });
}

/** The first of the language's programs on the worker's `PATH`. */
async function programOf(language: Language): Promise<string> {
  for (const program of language.programs) {
    for (const directory of (process.env['PATH'] ?? '').split(delimiter)) {
      const found = await access(join(directory, program), constants.X_OK).then(
        () => true,
        () => false,
      );
      if (found) return program;
    }
  }
  throw new TaskError(
    `${language.name} is not installed on this worker: '${language.programs.join("' or '")}' is needed`,
  );
}
