/** Files of a namespace in internal storage: read by tasks and templates, written by people and tasks. */
import { IllegalArgument, NotFound, type TenantKey } from '@windhover/model';
import { FileNotFound, UnsafePath, type FileInfo, type FileStore } from '@windhover/ports';

/** What clients see of a file: path within the namespace, times in epoch milliseconds. */
export interface NamespaceFile {
  readonly path: string;
  readonly fileName: string;
  readonly type: 'File' | 'Directory';
  readonly size: number;
  readonly lastModifiedTime: number;
  readonly creationTime: number;
}

export interface NamespaceFiles {
  /** Replaces an existing file; parents are made. */
  put(path: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void>;
  /** Throws `NotFound`. */
  read(path: string): Promise<AsyncIterable<Uint8Array>>;
  /** Throws `NotFound`. */
  get(path: string): Promise<NamespaceFile>;
  find(path: string): Promise<NamespaceFile | undefined>;
  /** Direct children by name. Throws `NotFound` for a directory that is not there, the root excepted. */
  list(path: string): Promise<readonly NamespaceFile[]>;
  makeDirectory(path: string): Promise<void>;
  /** Throws `NotFound` when there is nothing to move. */
  move(from: string, to: string): Promise<void>;
  /** A file or directory; whether anything was there. */
  delete(path: string): Promise<boolean>;
  /** Paths of files (not directories) that contain the text, in order. */
  search(query: string): Promise<readonly string[]>;
  /** All files below the path, in order of path. */
  walk(path: string): AsyncIterable<NamespaceFile>;
}

/** The file that keeps an empty directory in existence; never shown. */
const keeper = '.keep-directory';

export function namespaceRoot(namespace: string): string {
  return `/${namespace.replaceAll('.', '/')}/_files`;
}

export function openNamespaceFiles(store: FileStore, tenantKey: TenantKey, namespace: string): NamespaceFiles {
  const files = store.open(tenantKey);
  const root = namespaceRoot(namespace);
  const locate = (path: string): string => {
    const clean = path.startsWith('/') ? path : `/${path}`;
    return clean === '/' ? root : `${root}${clean.replace(/\/$/, '')}`;
  };
  const toFile = (info: FileInfo): NamespaceFile => {
    const path = info.path.slice(root.length) || '/';
    return {
      path,
      fileName: path.slice(path.lastIndexOf('/') + 1),
      type: info.kind,
      size: info.sizeBytes,
      lastModifiedTime: info.modifiedAt,
      creationTime: info.modifiedAt,
    };
  };
  const notFound = (path: string): NotFound => new NotFound({ thing: `file '${path}' in namespace '${namespace}'` });
  const get = async (path: string): Promise<NamespaceFile> => {
    const info = await safely(path, () => files.find(locate(path)));
    if (info === undefined) throw notFound(path);
    return toFile(info);
  };
  return {
    get,
    async put(path, content) {
      await safely(path, () => files.put(locate(path), content));
    },
    async read(path) {
      const info = await get(path);
      if (info.type === 'Directory') throw notFound(path);
      return files.read(locate(path));
    },
    async find(path) {
      const info = await safely(path, () => files.find(locate(path)));
      return info && toFile(info);
    },
    async list(path) {
      const place = locate(path);
      if (place !== root && (await safely(path, () => files.find(place))) === undefined) throw notFound(path);
      const children = await safely(path, () => files.list(place));
      return children.map(toFile).filter((file) => file.fileName !== keeper);
    },
    async makeDirectory(path) {
      await safely(path, () => files.put(`${locate(path)}/${keeper}`, new Uint8Array()));
    },
    async move(from, to) {
      try {
        await safely(from, () => files.move(locate(from), locate(to)));
      } catch (error) {
        if (error instanceof FileNotFound) throw notFound(from);
        throw error;
      }
    },
    delete: (path) => safely(path, () => files.delete(locate(path))),
    async search(query) {
      const paths: string[] = [];
      for await (const info of files.walk(root)) {
        const file = toFile(info);
        if (file.type === 'File' && file.fileName !== keeper && file.path.includes(query)) paths.push(file.path);
      }
      return paths;
    },
    async *walk(path) {
      for await (const info of files.walk(locate(path))) {
        const file = toFile(info);
        if (file.type === 'File' && file.fileName !== keeper) yield file;
      }
    },
  };
}

async function safely<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof UnsafePath)
      throw new IllegalArgument({ reason: `path '${path}' is not allowed` }, { cause: error });
    throw error;
  }
}
