/** Inputs of an execution from the command line: `--input name=value` and `--input-file name=path`, both repeatable. */
import { readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { CommandFailed, UsageError, type CommandInput } from '../../command.ts';
import type { Terminal } from '../../terminal.ts';
import { repeatable } from './repeatable.ts';

export function addInputOptions(command: Command): Command {
  return command
    .option('--input <name=value>', 'an input; repeatable', repeatable, [])
    .option('--input-file <name=path>', 'an input whose value is a file; repeatable', repeatable, []);
}

/** Undefined when no input was given. Throws `UsageError` for what is no pair, `CommandFailed` for what is no file. */
export function givenInputs(input: CommandInput, terminal: Terminal): FormData | undefined {
  const values = input.list('input').map((text) => pairOf(text, '--input', 'name=value'));
  const files = input.list('inputFile').map((text) => pairOf(text, '--input-file', 'name=path'));
  if (values.length + files.length === 0) return undefined;
  const form = new FormData();
  for (const [name, value] of values) form.append(name, value);
  for (const [name, path] of files) {
    const file = resolve(terminal.workingDirectory, path);
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
      throw new CommandFailed(`The file '${file}' is not a file`);
    form.append(name, new Blob([readFileSync(file)]), basename(file));
  }
  return form;
}

/** `key=value`, cut at the first `=`. */
export function pairOf(text: string, option: string, expected: string): readonly [name: string, value: string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new UsageError(`Invalid value for '${option}': '${text}' is not <${expected}>`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}
