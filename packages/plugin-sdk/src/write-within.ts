/** Writes below a directory that belongs to scripts, as whoever may write elsewhere, too. */
import { constants } from 'node:fs';
import { lstat, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TaskError } from './define-task.ts';

/**
 * Writes a file at a relative path, whose folders are made, and answers where it is. What scripts have left there leads nowhere
 * else: a link, or whatever else is no file, is replaced; where a folder should be, it is an error. No script must be running.
 */
export async function writeWithin(
  directory: string,
  name: string,
  content: string | AsyncIterable<Uint8Array>,
): Promise<string> {
  const path = join(directory, safeName(name));
  const folders = name.split('/').slice(0, -1);
  for (const [index] of folders.entries()) await makeFolder(directory, folders.slice(0, index + 1).join('/'), name);
  if (await isReplaced(path)) await rm(path);
  await writeFile(path, content, { flag: toFileItself });
  return path;
}

const toFileItself = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;

function safeName(name: string): string {
  const segments = name.split('/');
  const isSafe = segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..');
  if (!isSafe || /[\0\\]/.test(name)) {
    throw new TaskError(`File name '${name}' is not allowed: use a relative path without '.' and '..'`);
  }
  return name;
}

async function makeFolder(directory: string, folder: string, name: string): Promise<void> {
  const path = join(directory, folder);
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  if (!(await lstat(path)).isDirectory())
    throw new TaskError(`The file '${name}' cannot be written: '${folder}' is not a directory`);
}

async function isReplaced(path: string): Promise<boolean> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  return found !== undefined && !found.isFile() && !found.isDirectory();
}
