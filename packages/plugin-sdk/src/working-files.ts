/** Files on their way into a task's working directory and out of it. */
import { lstat, mkdtemp, readdir } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { TaskError } from './define-task.ts';
import { parseGlob } from './glob.ts';
import type { RunContext, TaskFiles } from './run-context.ts';
import { writeWithin } from './write-within.ts';

const storageUri = /kestra:\/\/\/[^\s'"`;|&<>()]+/g;
/** Directories of files named in commands; hidden, so that globs of output files do not collect them again. */
const downloadPrefix = '.download-';

export type FilesMap = Readonly<Record<string, string>>;

/** Writes `inputFiles`: text as it is, a storage URI as the content behind it. */
export async function writeInputFiles(inputs: FilesMap, directory: string, files: TaskFiles): Promise<void> {
  for (const [name, content] of Object.entries(inputs)) {
    await writeWithin(directory, name, isStorageUri(content) ? files.read(content.trim()) : content);
  }
}

/** What a task says of the namespace files that it wants. */
export interface NamespaceFilesChoice {
  readonly enabled?: boolean | undefined;
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  /** Later ones win; the flow's own by default. */
  readonly namespaces?: readonly string[] | undefined;
}

/** Copies namespace files into the directory under their own paths. */
export async function writeNamespaceFiles(
  { enabled = true, include, exclude, namespaces }: NamespaceFilesChoice,
  directory: string,
  { services, taskRun }: Pick<RunContext<unknown>, 'services' | 'taskRun'>,
): Promise<void> {
  if (!enabled) return;
  const isWanted = globFilter(include, exclude);
  for (const namespace of namespaces ?? [taskRun.namespace]) {
    const listed = (await services.call('namespaceFiles.list', { namespace })) as readonly { readonly path: string }[];
    for (const { path } of listed) {
      const name = path.replace(/^\/+/, '');
      if (!isWanted(name)) continue;
      const content = await services.call('namespaceFiles.read', { namespace, path });
      await writeWithin(directory, name, content as AsyncIterable<Uint8Array>);
    }
  }
}

function globFilter(include: readonly string[] | undefined, exclude: readonly string[] | undefined) {
  const wanted = include?.map(parseGlob);
  const unwanted = (exclude ?? []).map(parseGlob);
  const matches = (globs: readonly { matches(path: string): boolean }[], name: string): boolean =>
    globs.some((glob) => glob.matches(name) || glob.matches(`/${name}`));
  return (name: string): boolean => (wanted === undefined || matches(wanted, name)) && !matches(unwanted, name);
}

/** A map of names to contents, its JSON text, or a list of storage URIs that keep their own names. */
export function toFilesMap(rendered: unknown): FilesMap {
  const value = typeof rendered === 'string' && rendered.trim() !== '' ? parseJson(rendered) : rendered;
  if (value === undefined || value === null || value === '') return {};
  if (Array.isArray(value)) return Object.fromEntries(value.map((uri) => [basename(String(uri)), String(uri)]));
  if (typeof value !== 'object')
    throw new TaskError(`'inputFiles' must be a map of names to contents, but is a ${typeof value}`);
  return Object.fromEntries(Object.entries(value).map(([name, content]) => [name, toContent(content)]));
}

/** Downloads the storage files that a command names and answers the command with local paths in their place. */
export async function localiseUris(command: string, directory: string, files: TaskFiles): Promise<string> {
  const paths = new Map<string, string>();
  for (const [uri] of command.matchAll(storageUri)) {
    if (paths.has(uri)) continue;
    const folder = await mkdtemp(join(directory, downloadPrefix));
    paths.set(uri, await writeWithin(folder, basename(uri), files.read(uri)));
  }
  return command.replaceAll(storageUri, (uri) => paths.get(uri) ?? uri);
}

/** Stores the regular files below `directory` that match a glob; answers their URIs by path relative to it. */
export async function storeOutputFiles(
  globs: readonly string[],
  directory: string,
  files: TaskFiles,
): Promise<Record<string, string>> {
  const stored: Record<string, string> = {};
  for (const name of await matchingFiles(globs, directory)) {
    if (!isHidden(name)) stored[name] = await files.put(name, { localPath: join(directory, name) });
  }
  return stored;
}

/** Ours: downloads and scripts. */
function isHidden(name: string): boolean {
  return name.startsWith('.');
}

/**
 * Regular files below `directory` that match a glob, relative to it, in order. Links are neither followed nor collected, nor is
 * the directory when a script has put one in its place: they may lead anywhere.
 */
export async function matchingFiles(globs: readonly string[], directory: string): Promise<readonly string[]> {
  if (globs.length === 0 || !(await lstat(directory)).isDirectory()) return [];
  const wanted = globs.map(parseGlob);
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .filter((name) => wanted.some((glob) => glob.matches(name)))
    .sort();
}

function isStorageUri(content: string): boolean {
  return /^(?:kestra:\/\/|nsfile:\/\/[^/\s]*)\/\S/.test(content) && !content.trim().includes('\n');
}

function toContent(content: unknown): string {
  if (content === null || content === undefined) return '';
  return typeof content === 'string' ? content : JSON.stringify(content);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TaskError(`'inputFiles' must be a map of names to contents, or its JSON text`, { cause });
  }
}
