/** Internal storage: files behind `kestra:///…`, each tenant below its own root. */
import type { TenantKey } from '@windhover/model';

export interface FileInfo {
  readonly path: string;
  readonly kind: 'File' | 'Directory';
  readonly sizeBytes: number;
  readonly modifiedAt: number;
}

/**
 * Paths are absolute within the tenant, `/`-separated, already decoded. A path with an empty, `.` or `..` segment, a
 * backslash, NUL or control character is refused with `UnsafePath` before any I/O; links are never followed.
 */
export interface FileStore {
  open(tenantKey: TenantKey): TenantFiles;
  close(): Promise<void>;
}

export interface TenantFiles {
  /**
   * Durable and visible as a whole when the promise resolves; replaces an existing file, makes directories as needed.
   * Rejects with `PathTaken` when a directory is at the path or a file on the way to it; when the content fails, the
   * path is as it was.
   */
  put(path: string, content: AsyncIterable<Uint8Array> | Uint8Array): Promise<FileInfo>;
  /** The content from byte `start` to before `end`. Rejects with `FileNotFound`. */
  read(path: string, range?: { readonly start?: number; readonly end?: number }): AsyncIterable<Uint8Array>;
  find(path: string): Promise<FileInfo | undefined>;
  /** Direct children by name; empty when there is no such directory. */
  list(path: string): Promise<readonly FileInfo[]>;
  /** All files below the path, in order of path. */
  walk(path: string): AsyncIterable<FileInfo>;
  /** A file or directory, at once. Rejects with `FileNotFound`, or with `PathTaken` as `put` does. */
  move(from: string, to: string): Promise<void>;
  /**
   * A file once more, at once; what becomes of either does not touch the other. Cheap where the backend can. Rejects with
   * `FileNotFound`, or with `PathTaken` as `put` does.
   */
  copy(from: string, to: string): Promise<void>;
  /** A file or a whole directory; whether anything was there. */
  delete(path: string): Promise<boolean>;
}

export class FileNotFound extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`File '${path}' does not exist`);
    this.name = 'FileNotFound';
    this.path = path;
  }
}

export class UnsafePath extends Error {
  readonly path: string;
  constructor(path: string) {
    super(
      `Path '${path}' is not allowed: it must be absolute, without empty, '.' or '..' segments, backslashes or control characters`,
    );
    this.name = 'UnsafePath';
    this.path = path;
  }
}

/** A file stands where a directory is needed, or the other way round. */
export class PathTaken extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`Path '${path}' is taken by a file or directory of another kind; choose another path`);
    this.name = 'PathTaken';
    this.path = path;
  }
}
