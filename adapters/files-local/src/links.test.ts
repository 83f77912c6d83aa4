/** What only a local disk can do to us: links, pipes, modes, and what crashes leave behind. */
import { FileNotFound, UnsafePath, type TenantFiles } from '@windhover/ports';
import type { TenantKey } from '@windhover/model';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLocalFiles } from './open-local-files.ts';

let root: string;
let outside: string;
let files: TenantFiles;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'windhover-files-'));
  outside = await mkdtemp(join(tmpdir(), 'windhover-outside-'));
  await writeFile(join(outside, 'secret'), 'secret');
  files = openLocalFiles({ root }).open('dev' as TenantKey);
  await files.put('/dir/file', Buffer.from('inside'));
});
afterEach(async () => {
  await rm(root, { recursive: true });
  await rm(outside, { recursive: true });
});

test('a link to a folder outside is no folder', async () => {
  await symlink(outside, join(root, 'dev', 'link'));
  await expect(read('/link/secret')).rejects.toBeInstanceOf(FileNotFound);
  await expect(files.put('/link/new', Buffer.from('x'))).rejects.toBeInstanceOf(UnsafePath);
  await expect(files.put('/link/deep/new', Buffer.from('x'))).rejects.toBeInstanceOf(UnsafePath);
  await expect(files.move('/dir/file', '/link/moved')).rejects.toBeInstanceOf(UnsafePath);
  expect(await files.find('/link/secret')).toBeUndefined();
  expect(await files.find('/link')).toBeUndefined();
  expect(await files.list('/link')).toEqual([]);
  expect((await files.list('/')).map(({ path }) => path)).toEqual(['/dir']);
  expect(await files.delete('/link/secret')).toBe(false);
  expect(await readdir(outside)).toEqual(['secret']);
});

test('a link to a file outside is no file, and a put replaces the link, not the file', async () => {
  await symlink(join(outside, 'secret'), join(root, 'dev', 'dir', 'link'));
  await expect(read('/dir/link')).rejects.toBeInstanceOf(FileNotFound);
  expect((await files.list('/dir')).map(({ path }) => path)).toEqual(['/dir/file']);
  await files.put('/dir/link', Buffer.from('mine'));
  expect(await readFile(join(outside, 'secret'), 'utf8')).toBe('secret');
  expect(await read('/dir/link')).toBe('mine');
});

test('deleting a folder deletes links in it, not what they point to', async () => {
  await symlink(outside, join(root, 'dev', 'dir', 'link'));
  expect(await files.delete('/dir')).toBe(true);
  expect(await readdir(outside)).toEqual(['secret']);
});

test('a named pipe is no file and does not make the reader wait', async () => {
  execFileSync('mkfifo', [join(root, 'dev', 'pipe')]);
  await expect(read('/pipe')).rejects.toBeInstanceOf(FileNotFound);
  expect(await files.find('/pipe')).toBeUndefined();
});

test('a root that is reached through a link is fine', async () => {
  const link = join(outside, 'root');
  await symlink(root, link);
  const through = openLocalFiles({ root: link }).open('dev' as TenantKey);
  expect((await through.find('/dir/file'))?.sizeBytes).toBe(6);
});

test('files and folders are for this user only', async () => {
  expect((await stat(join(root, 'dev', 'dir', 'file'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(root, 'dev', 'dir'))).mode & 0o777).toBe(0o700);
});

test('what crashes left is removed at the next start, what is under way is not', async () => {
  const uploads = join(root, '.uploads');
  await mkdir(uploads, { recursive: true });
  await writeFile(join(uploads, 'left-over'), 'x');
  await writeFile(join(uploads, 'under-way'), 'x');
  await utimes(join(uploads, 'left-over'), 0, 0);
  openLocalFiles({ root });
  expect(await readdir(uploads)).toEqual(['under-way']);
});

test('nothing is left beside the files after puts that worked and puts that did not', async () => {
  await files.put('/dir/file', Buffer.from('new'));
  await expect(files.put('/dir', Buffer.from('x'))).rejects.toThrow();
  expect(await readdir(join(root, '.uploads'))).toEqual([]);
});

async function read(path: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of files.read(path)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
