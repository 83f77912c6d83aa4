import { StorageFull } from '@windhover/model';
import {
  FileNotFound,
  PathTaken,
  safeSegments,
  UnsafePath,
  type CrashAt,
  type FileInfo,
  type TenantFiles,
} from '@windhover/ports';
import { randomUUID } from 'node:crypto';
import { constants, createReadStream, type Stats } from 'node:fs';
import { link, lstat, mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncDirectory } from './sync-directory.ts';

export interface LocalTenantFilesOptions {
  /** The tenant's folder, all links in it resolved. */
  readonly root: string;
  /** Folder on the same disk for files under way. */
  readonly uploads: string;
  readonly isStrict: boolean;
  readonly crashAt: CrashAt;
}

/**
 * Files of one tenant. Links are never followed: a folder counts only if its real path is the path that was asked for, and
 * files are opened with O_NOFOLLOW.
 */
export class LocalTenantFiles implements TenantFiles {
  readonly #root: string;
  readonly #uploads: string;
  readonly #isStrict: boolean;
  readonly #crashAt: CrashAt;

  constructor({ root, uploads, isStrict, crashAt }: LocalTenantFilesOptions) {
    this.#root = root;
    this.#uploads = uploads;
    this.#isStrict = isStrict;
    this.#crashAt = crashAt;
  }

  async put(path: string, content: AsyncIterable<Uint8Array> | Uint8Array): Promise<FileInfo> {
    const target = this.#file(path);
    const upload = join(this.#uploads, randomUUID());
    try {
      await this.#write(upload, content);
      this.#crashAt('file.after-write-before-rename');
      await this.#place(upload, target, path);
    } catch (error) {
      await rm(upload, { force: true });
      throw isCode(error, 'ENOSPC', 'EDQUOT') ? new StorageFull({ path }, { cause: error }) : error;
    }
    return toFileInfo(path, await lstat(target));
  }

  async *read(
    path: string,
    { start = 0, end }: { readonly start?: number; readonly end?: number } = {},
  ): AsyncIterable<Uint8Array> {
    const file = this.#file(path);
    if (!(await isReal(dirname(file)))) throw new FileNotFound(path);
    // O_NONBLOCK: opening a named pipe must not wait for its other end
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
      (error: unknown) => {
        throw isCode(error, 'ENOENT', 'ELOOP', 'ENOTDIR', 'ENXIO') ? new FileNotFound(path) : error;
      },
    );
    try {
      if (!(await handle.stat()).isFile()) throw new FileNotFound(path);
      if (end !== undefined && end <= start) return;
      yield* handle.createReadStream({ start, ...(end !== undefined && { end: end - 1 }), autoClose: false });
    } finally {
      await handle.close();
    }
  }

  async find(path: string): Promise<FileInfo | undefined> {
    const stat = await this.#stat(path);
    return stat && toFileInfo(path, stat);
  }

  async list(path: string): Promise<readonly FileInfo[]> {
    const folder = join(this.#root, ...safeSegments(path));
    const children: FileInfo[] = [];
    for (const name of await namesIn(folder)) {
      const child = await this.find(path === '/' ? `/${name}` : `${path}/${name}`);
      if (child !== undefined) children.push(child);
    }
    return children.sort((one, other) => (one.path < other.path ? -1 : 1));
  }

  async *walk(path: string): AsyncIterable<FileInfo> {
    const children = [...(await this.list(path))].sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
    for (const child of children) {
      if (child.kind === 'File') yield child;
      else yield* this.walk(child.path);
    }
  }

  async move(from: string, to: string): Promise<void> {
    const source = this.#file(from);
    const target = this.#file(to);
    const moved = await this.#stat(from);
    if (moved === undefined) throw new FileNotFound(from);
    await this.#place(source, target, to);
    // A rename onto a copy, which is the very same file, is nothing
    if (source !== target && (await this.#stat(from))?.ino === moved.ino) await rm(source);
    await this.#sync(dirname(source));
  }

  /** A second name of the same bytes: a file is replaced, never changed. */
  async copy(from: string, to: string): Promise<void> {
    const source = this.#file(from);
    const target = this.#file(to);
    if ((await this.#stat(from))?.isFile() !== true) throw new FileNotFound(from);
    const upload = join(this.#uploads, randomUUID());
    try {
      await this.#link(source, upload);
      await this.#place(upload, target, to);
    } finally {
      // Still there when the target was the very same file: a rename is nothing then
      await rm(upload, { force: true });
    }
  }

  async delete(path: string): Promise<boolean> {
    const target = join(this.#root, ...safeSegments(path));
    if ((await this.#stat(path)) === undefined) return false;
    await rm(target, { recursive: true, force: true });
    await this.#sync(dirname(target));
    return true;
  }

  /** Where a file would be; the tenant's root is none. */
  #file(path: string): string {
    const segments = safeSegments(path);
    if (segments.length === 0) throw new UnsafePath(path);
    return join(this.#root, ...segments);
  }

  /** Undefined for what is not there, is a link or lies behind one, or is neither file nor directory. */
  async #stat(path: string): Promise<Stats | undefined> {
    const target = join(this.#root, ...safeSegments(path));
    if (!(await isReal(dirname(target)))) return undefined;
    const stat = await lstat(target).catch((error: unknown) => {
      if (isCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
      throw error;
    });
    return stat !== undefined && (stat.isFile() || stat.isDirectory()) ? stat : undefined;
  }

  async #write(path: string, content: AsyncIterable<Uint8Array> | Uint8Array): Promise<void> {
    const handle = await open(path, 'wx', 0o600);
    try {
      await handle.writeFile(content);
      if (this.#isStrict) await handle.sync();
    } finally {
      await handle.close();
    }
  }

  async #link(source: string, target: string): Promise<void> {
    try {
      await link(source, target);
    } catch (error) {
      if (!isCode(error, 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw error;
      await this.#write(target, createReadStream(source));
    }
  }

  /** Renames into place and makes that durable. */
  async #place(source: string, target: string, path: string): Promise<void> {
    const folder = dirname(target);
    await this.#makeFolder(folder, path);
    try {
      await rename(source, target);
    } catch (error) {
      throw isCode(error, 'EISDIR', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST', 'EINVAL') ? new PathTaken(path) : error;
    }
    this.#crashAt('file.after-rename-before-dirsync');
    await this.#sync(folder);
  }

  /** One level at a time, each checked before the next is made in it. */
  async #makeFolder(folder: string, path: string): Promise<void> {
    if (await isReal(folder)) return;
    const parent = dirname(folder);
    if (folder !== this.#root) await this.#makeFolder(parent, path);
    try {
      await mkdir(folder, { mode: 0o700 });
      await this.#sync(parent);
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw isCode(error, 'ENOTDIR') ? new PathTaken(path) : error;
    }
    if (!(await isReal(folder))) throw new UnsafePath(path);
    if (!(await lstat(folder)).isDirectory()) throw new PathTaken(path);
  }

  async #sync(folder: string): Promise<void> {
    if (this.#isStrict) await syncDirectory(folder);
  }
}

/** Whether the path exists and no part of it is a link. */
async function isReal(path: string): Promise<boolean> {
  try {
    return (await realpath(path)) === path;
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) return false;
    throw error;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  if (!(await isReal(folder))) return [];
  try {
    return await readdir(folder);
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

function toFileInfo(path: string, stat: Stats): FileInfo {
  return {
    path,
    kind: stat.isDirectory() ? 'Directory' : 'File',
    sizeBytes: stat.isDirectory() ? 0 : stat.size,
    modifiedAt: Math.trunc(stat.mtimeMs),
  };
}

/** A directory's files sort by their whole paths: `/a.txt` comes before `/a/b.txt`. */
function sortKey(info: FileInfo): string {
  return info.kind === 'Directory' ? `${info.path}/` : info.path;
}

function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes((error as { code?: string }).code ?? '');
}
