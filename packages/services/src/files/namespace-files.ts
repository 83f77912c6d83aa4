/** Files of a namespace in internal storage, as they are now: read by people, tasks and templates. */
import { NotFound, type TenantKey } from '@windhover/model';
import type { FileInfo } from '@windhover/ports';
import { cleanPath, filePlace, namespaceRoot } from './file-place.ts';
import { refusingTaken } from './refusing-taken.ts';
import type { NamespaceStorage } from './tenant-files.ts';

/** What clients see of a file: path within the namespace, times in epoch milliseconds. */
export interface NamespaceFile {
  readonly path: string;
  readonly fileName: string;
  readonly type: 'File' | 'Directory';
  readonly size: number;
  readonly lastModifiedTime: number;
  readonly creationTime: number;
}

/** A path that may mean another place is refused with `IllegalArgument`. */
export interface NamespaceFiles {
  /** Throws `NotFound`. */
  read(path: string): Promise<AsyncIterable<Uint8Array>>;
  /** Throws `NotFound`. */
  get(path: string): Promise<NamespaceFile>;
  find(path: string): Promise<NamespaceFile | undefined>;
  /** Direct children by name. Throws `NotFound` for a directory that is not there, the root excepted. */
  list(path: string): Promise<readonly NamespaceFile[]>;
  makeDirectory(path: string): Promise<void>;
  /** Paths of files (not directories) that contain the text, in order. */
  search(query: string): Promise<readonly string[]>;
  /** All files below the path, in order of path. */
  walk(path: string): AsyncIterable<NamespaceFile>;
}

/** The file that keeps an empty directory in existence; never shown. */
const keeper = '.keep-directory';

export function openNamespaceFiles(storage: NamespaceStorage, tenantKey: TenantKey, namespace: string): NamespaceFiles {
  const files = storage.open(tenantKey, namespace);
  const root = namespaceRoot(namespace);
  const locate = (path: string): string => filePlace(namespace, cleanPath(path));
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
  const find = async (path: string): Promise<NamespaceFile | undefined> => {
    const info = await files.find(locate(path));
    return info && toFile(info);
  };
  const get = async (path: string): Promise<NamespaceFile> => {
    const file = await find(path);
    if (file === undefined) throw fileNotFound(namespace, path);
    return file;
  };
  return {
    get,
    find,
    async read(path) {
      const info = await get(path);
      if (info.type === 'Directory') throw fileNotFound(namespace, path);
      return files.read(locate(path));
    },
    async list(path) {
      const place = locate(path);
      if (place !== root && (await files.find(place)) === undefined) throw fileNotFound(namespace, path);
      return (await files.list(place)).map(toFile).filter((file) => file.fileName !== keeper);
    },
    async makeDirectory(path) {
      await refusingTaken(path, () => files.put(`${locate(path)}/${keeper}`, new Uint8Array()));
    },
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

export function fileNotFound(namespace: string, path: string): NotFound {
  return new NotFound({ thing: `file '${path}' in namespace '${namespace}'` });
}
