/** Programs by name: of the worker, and whether those of flows are there before a sandbox is started for them. */
import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import type { Program } from '@windhover/model';
import { isAtOrBelow, isShown, type Place } from './sandbox-layout.ts';

/** Rejects when the program is not there, as a plain start would, or when the sandbox, if there is one, does not show it. */
export async function requireProgram(
  { command: [name = ''], directory, environment }: Program,
  layout?: readonly Place[],
): Promise<void> {
  const searchPath = (environment['PATH'] ?? '').split(delimiter).map((folder) => resolve(directory, folder));
  const candidates = candidatesOf(name, searchPath.join(delimiter), directory);
  let unseen: string | undefined;
  for (const path of candidates) {
    if (!(await isProgram(path))) continue;
    if (layout === undefined || isAtOrBelow(path, directory) || (await isShown(path, layout))) return;
    unseen ??= path;
  }
  if (unseen === undefined) throw new Error(`spawn ${name} ENOENT`);
  throw new Error(`'${unseen}' is not shown in the sandbox: add its folder to kestra.tasks.sandbox.read-only-paths`);
}

/** Absolute path of a program of the worker. */
export async function findProgram(name: string, searchPath: string): Promise<string | undefined> {
  for (const path of candidatesOf(name, searchPath, process.cwd())) if (await isProgram(path)) return path;
  return undefined;
}

function candidatesOf(name: string, searchPath: string, directory: string): readonly string[] {
  if (name.includes('/')) return [resolve(directory, name)];
  return searchPath.split(delimiter).flatMap((folder) => (isAbsolute(folder) ? [join(folder, name)] : []));
}

function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
