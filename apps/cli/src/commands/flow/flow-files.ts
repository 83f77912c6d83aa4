/** Flow sources on the local disk. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CommandFailed } from '../../command.ts';
import type { Terminal } from '../../terminal.ts';

export interface FlowFile {
  readonly path: string;
  readonly source: string;
}

/** The file's text. Throws `CommandFailed` unless it is a file. */
export function readFlowFile(path: string, terminal: Terminal): FlowFile {
  const file = resolve(terminal.workingDirectory, path);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new CommandFailed(`The file '${file}' is not a file`);
  return { path: file, source: readFileSync(file, 'utf8') };
}

/** Every `*.yml` and `*.yaml` below the path (or the file itself), by path, with `[[> file]]` replaced by that file. */
export function readFlowFiles(path: string, terminal: Terminal): readonly FlowFile[] {
  const root = resolve(terminal.workingDirectory, path);
  const isDirectory = statSync(root, { throwIfNoEntry: false })?.isDirectory();
  const files = isDirectory === true ? yamlFilesBelow(root) : [readFlowFile(root, terminal).path];
  return files.map((file) => ({ path: file, source: withIncludes(readFileSync(file, 'utf8'), dirname(file)) }));
}

/** As one document stream: what the routes for many flows take. */
export function joinSources(files: readonly FlowFile[]): string {
  return files.map(({ source }) => source.trimEnd()).join('\n---\n');
}

function yamlFilesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function withIncludes(source: string, folder: string): string {
  return source.replaceAll(/\[\[>\s*(.+?)\s*\]\]/g, (_, name: string) => {
    const file = resolve(folder, name);
    if (!statSync(file, { throwIfNoEntry: false })?.isFile())
      throw new CommandFailed(`The file '${file}' is not a file`);
    return readFileSync(file, 'utf8');
  });
}
