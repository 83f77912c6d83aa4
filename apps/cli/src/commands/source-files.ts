/** Sources of flows and templates on the local disk. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CommandFailed } from '../command.ts';
import type { Terminal } from '../terminal.ts';

export interface SourceFile {
  readonly path: string;
  readonly source: string;
}

/** What the sources are of. */
export type SourceKind = 'flow' | 'template';

/** The file's text. Throws `CommandFailed` unless it is a file. */
export function readSourceFile(path: string, terminal: Terminal): SourceFile {
  const file = resolve(terminal.workingDirectory, path);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new CommandFailed(`The file '${file}' is not a file`);
  return { path: file, source: readFileSync(file, 'utf8') };
}

/** Every `*.yml` and `*.yaml` below the path (or the file itself), by path, with `[[> file]]` replaced by that file. */
export function readSourceFiles(path: string, terminal: Terminal): readonly SourceFile[] {
  const root = resolve(terminal.workingDirectory, path);
  const isDirectory = statSync(root, { throwIfNoEntry: false })?.isDirectory();
  const files = isDirectory === true ? yamlFilesBelow(root) : [readSourceFile(root, terminal).path];
  return files.map((file) => expandSourceFile(file, terminal));
}

/** The file's text with `[[> file]]` replaced by that file. Throws `CommandFailed` unless both are files. */
export function expandSourceFile(path: string, terminal: Terminal): SourceFile {
  const file = readSourceFile(path, terminal);
  return { path: file.path, source: withIncludes(file.source, dirname(file.path)) };
}

/** What is said of a folder without any. */
export function noneFound(kind: SourceKind, path: string, terminal: Terminal): string {
  return `No ${kind} found on '${resolve(terminal.workingDirectory, path)}'`;
}

/** As one document stream: what the routes for many flows and templates take. */
export function joinSources(files: readonly SourceFile[]): string {
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
