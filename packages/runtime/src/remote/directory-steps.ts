/** What a WorkingDirectory does in its directory before and after its tasks, where the directory is. */
import {
  matchingFiles,
  storeOutputFiles,
  TaskError,
  toFilesMap,
  writeInputFiles,
  writeNamespaceFiles,
  type NamespaceFilesChoice,
  type RunContext,
  type TaskResult,
} from '@windhover/plugin-sdk';
import { safeSegments } from '@windhover/ports';
import { readZip, writeZip } from '@windhover/services';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Properties } from '../prepared-task.ts';
import { readLocal } from '../task-files.ts';

export type DirectoryStep = (context: RunContext<Properties>) => Promise<TaskResult<Readonly<Record<string, unknown>>>>;

/** An archive is unpacked in memory. */
const maxBytes = 256 * 1024 * 1024;

export type DirectoryStepName = 'write' | 'store' | 'unpack' | 'pack';

export const directorySteps: Readonly<Record<DirectoryStepName, DirectoryStep>> = {
  /** `namespaceFiles` and `inputFiles` as the task names them. */
  async write(context) {
    const { namespaceFiles, inputFiles } = context.properties;
    const directory = await context.workingDirectory();
    if (namespaceFiles !== undefined && namespaceFiles !== null) {
      await writeNamespaceFiles(namespaceFiles as NamespaceFilesChoice, directory, context);
    }
    await writeInputFiles(toFilesMap(inputFiles), directory, context.files);
    return {};
  },

  /** `globs`; answers `outputFiles`, their addresses by name. */
  async store(context) {
    const globs = context.properties['globs'] as readonly string[];
    return { outputs: { outputFiles: await storeOutputFiles(globs, await context.workingDirectory(), context.files) } };
  },

  /** `archive`, a stream, and `patterns`; answers `fingerprint`: what the files that match are like then. */
  async unpack(context) {
    const { archive, patterns } = context.properties;
    const directory = await context.workingDirectory();
    const content = Buffer.concat(await Array.fromAsync(archive as AsyncIterable<Uint8Array>));
    const entries = await readZip(content, { maxBytes, maxEntries: Infinity, maxTimes: Infinity });
    // A worker may have packed it, and another place unpacks it: no name leads out of the directory
    const files = entries.map(({ path, content: file }) => ({ file, names: safeSegments(`/${path}`) }));
    for (const { file, names } of files) {
      const local = join(directory, ...names);
      await mkdir(dirname(local), { recursive: true });
      await writeFile(local, file);
    }
    return { outputs: { fingerprint: await fingerprint(patterns as readonly string[], directory) } };
  },

  /**
   * `patterns`, `now` and perhaps the `fingerprint` of what was unpacked; answers `archive`, a stream, unless nothing of what
   * matches has changed.
   */
  async pack(context) {
    const { patterns, now } = context.properties as { readonly patterns: readonly string[]; readonly now: number };
    const directory = await context.workingDirectory();
    const unpacked = context.properties['fingerprint'];
    if (unpacked !== undefined && (await fingerprint(patterns, directory)) === unpacked) return {};
    const names = await matchingFiles(patterns, directory);
    let sizeBytes = 0;
    for (const name of names) sizeBytes += (await stat(join(directory, name))).size;
    if (sizeBytes > maxBytes) throw new TaskError(`its files have ${sizeBytes} bytes, at most ${maxBytes} are kept`);
    return { outputs: { archive: writeZip(entriesOf(names, directory, now)) } };
  },
};

const typePrefix = 'windhover.directory.';

/** The name under which a worker is told to take a step, in place of the type of a task. */
export function typeOfStep(name: DirectoryStepName): string {
  return `${typePrefix}${name}`;
}

export function findStep(type: string): DirectoryStep | undefined {
  if (!type.startsWith(typePrefix)) return undefined;
  const name = type.slice(typePrefix.length);
  return Object.hasOwn(directorySteps, name) ? directorySteps[name as DirectoryStepName] : undefined;
}

function* entriesOf(names: readonly string[], directory: string, modifiedAt: number) {
  for (const name of names) yield { path: name, content: readLocal(join(directory, name)), modifiedAt };
}

/** Of everything that matches: names, sizes and times. */
async function fingerprint(patterns: readonly string[], directory: string): Promise<string> {
  const lines: string[] = [];
  for (const name of await matchingFiles(patterns, directory)) {
    const { size, mtimeMs } = await stat(join(directory, name));
    lines.push(`${name}\0${size}\0${mtimeMs}`);
  }
  return lines.join('\n');
}
