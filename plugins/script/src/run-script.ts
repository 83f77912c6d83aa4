/** Carries out one script task: files in, commands, messages and files out. */
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  localiseUris,
  storeOutputFiles,
  TaskError,
  toFilesMap,
  writeInputFiles,
  writeNamespaceFiles,
  writeWithin,
  type JsonObject,
  type RunContext,
  type Stop,
  type TaskResult,
} from '@windhover/plugin-sdk';
import { createOutputCollector } from './output-collector.ts';
import { runConfined } from './run-confined.ts';
import type { ScriptOutputs, ScriptProperties } from './script-properties.ts';
import { requireProcessRunner } from './task-runner.ts';
import { taskEnvironment } from './task-environment.ts';

/** After SIGTERM, before SIGKILL. */
const killGraceMs = 5_000;
/** A line of the output protocol may hold as much as outputs may. */
const maxLineBytes = 1_048_576;
/** Linux refuses single arguments above 128 KiB; longer commands are run from a file. */
const maxArgumentBytes = 100_000;

const posixShells: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh']);

/** What the commands are made from, once the working directory exists. */
export interface ScriptPlace {
  readonly directory: string;
  /** Renders with `workingDir` and `outputDir` too. */
  render(template: unknown): Promise<unknown>;
  /** Replaces storage URIs by paths of local copies. */
  localise(text: string): Promise<string>;
}

export type ToCommands = (place: ScriptPlace) => Promise<readonly string[]>;

export async function runScript(
  context: RunContext<ScriptProperties>,
  toCommands: ToCommands,
): Promise<TaskResult<ScriptOutputs>> {
  const { properties, files } = context;
  requireProcessRunner(properties);
  const directory = await context.workingDirectory();
  const outputDirectory = properties.outputDirectory ? join(directory, 'output') : undefined;
  if (outputDirectory !== undefined) await mkdir(outputDirectory, { recursive: true });
  const places: JsonObject = {
    workingDir: directory,
    ...(outputDirectory === undefined ? {} : { outputDir: outputDirectory }),
  };
  const render = (template: unknown): Promise<unknown> => context.render(template, places);

  if (properties.namespaceFiles !== undefined) await writeNamespaceFiles(properties.namespaceFiles, directory, context);
  await writeInputFiles(toFilesMap(await render(properties.inputFiles)), directory, files);
  const before = (await render(properties.beforeCommands)) as readonly string[];
  const localise = (text: string): Promise<string> => localiseUris(text, directory, files);
  const commands = [...before, ...(await toCommands({ directory, render, localise }))];
  const text = await localise(withFailFast(commands, properties).join('\n'));
  const environment = taskEnvironment({
    directory,
    outputDirectory,
    idempotencyKey: context.taskRun.idempotencyKey,
    own: (await render(properties.env)) as Record<string, unknown>,
  });

  const tooMuch = new AbortController();
  const collector = createOutputCollector(context, (reason) => tooMuch.abort(reason));
  const command = [...properties.interpreter, await toArgument(text, directory)];
  const end = await runConfined(context.confinement, {
    program: { command, directory, environment },
    signal: AbortSignal.any([context.signal, tooMuch.signal]),
    killGraceMs,
    maxLineBytes,
    onLine: collector.onLine,
  }).catch((cause: unknown) => {
    throw new TaskError(`Could not start '${properties.interpreter[0]}': ${(cause as Error).message}`, { cause });
  });

  if (context.signal.aborted) throw new TaskError((context.signal.reason as Stop).message);
  const outputs: ScriptOutputs = {
    vars: collector.outputs,
    outputFiles: {
      ...(await storeOutputFiles(properties.outputFiles, directory, files)),
      ...(outputDirectory === undefined ? {} : await storeOutputFiles(['**'], outputDirectory, files)),
    },
    exitCode: end.exitCode,
    stdOutLineCount: end.stdoutLines,
    stdErrLineCount: end.stderrLines,
  };
  if (tooMuch.signal.aborted) throw new TaskError(String(tooMuch.signal.reason), { outputs });
  if (end.exceeded !== undefined) throw new TaskError(end.exceeded, { outputs });
  if (end.exitCode !== 0) throw new TaskError(`Command failed with exit code ${end.exitCode}`, { outputs });
  const warned = collector.hasWarned() || (properties.warningOnStdErr && end.stderrLines > 0);
  if (warned && properties.failOnWarnings) {
    throw new TaskError(`The script logged warnings and 'failOnWarnings' is set`, { outputs });
  }
  return { outputs, warning: warned };
}

function withFailFast(commands: readonly string[], { failFast, interpreter }: ScriptProperties): readonly string[] {
  return failFast && posixShells.has(basename(interpreter[0] ?? '')) ? ['set -e', ...commands] : commands;
}

async function toArgument(text: string, directory: string): Promise<string> {
  if (Buffer.byteLength(text) <= maxArgumentBytes) return text;
  return `. ${await writeWithin(directory, '.commands.sh', text)}`;
}
