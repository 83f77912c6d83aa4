import type { TenantKey } from '@windhover/model';
import { FileNotFound, PathTaken, safeSegments, UnsafePath, type FileInfo, type TenantFiles } from '@windhover/ports';
import type { ObjectInfo, S3Bucket } from './s3-bucket.ts';

/** S3 takes no longer key. */
const maxKeyBytes = 1_024;
const copiesAtOnce = 8;

/**
 * Files of one tenant: every key begins with the tenant's and a slash. A bucket knows no directories: there is one where
 * something lies below it. Nor does it know renames: a move copies all, then deletes, and may be seen half done.
 */
export class S3TenantFiles implements TenantFiles {
  readonly #bucket: S3Bucket;
  readonly #tenantKey: TenantKey;

  constructor(bucket: S3Bucket, tenantKey: TenantKey) {
    this.#bucket = bucket;
    this.#tenantKey = tenantKey;
  }

  async put(path: string, content: AsyncIterable<Uint8Array> | Uint8Array): Promise<FileInfo> {
    const key = this.#file(path);
    await this.#demandFree(path);
    await this.#bucket.put(key, content);
    return this.#infoOf((await this.#bucket.head(key)) ?? { key, sizeBytes: 0, modifiedAt: 0 });
  }

  async *read(
    path: string,
    { start = 0, end }: { readonly start?: number; readonly end?: number } = {},
  ): AsyncIterable<Uint8Array> {
    const key = this.#file(path);
    const isEmpty = end !== undefined && end <= start;
    if (isEmpty) {
      if ((await this.#bucket.head(key)) === undefined) throw new FileNotFound(path);
      return;
    }
    const isWhole = start === 0 && end === undefined;
    const range = isWhole ? undefined : `bytes=${start}-${end === undefined ? '' : end - 1}`;
    const content = await this.#bucket.get(key, range);
    if (content === undefined) throw new FileNotFound(path);
    yield* content;
  }

  async find(path: string): Promise<FileInfo | undefined> {
    const key = this.#key(path);
    const file = path === '/' ? undefined : await this.#bucket.head(key);
    if (file !== undefined) return this.#infoOf(file);
    const inside = await this.#firstBelow(key);
    return inside && { path: normal(path), kind: 'Directory', sizeBytes: 0, modifiedAt: inside.modifiedAt };
  }

  async list(path: string): Promise<readonly FileInfo[]> {
    const children: FileInfo[] = [];
    for await (const { objects, prefixes } of this.#bucket.list(`${this.#key(path)}/`, { delimiter: '/' })) {
      children.push(...objects.filter(isFile).map((object) => this.#infoOf(object)));
      for (const prefix of prefixes) {
        const folder = prefix.slice(0, -1);
        children.push({ path: this.#pathOf(folder), kind: 'Directory', sizeBytes: 0, modifiedAt: 0 });
      }
    }
    return children.sort((one, other) => (one.path < other.path ? -1 : 1));
  }

  async *walk(path: string): AsyncIterable<FileInfo> {
    for await (const { objects } of this.#bucket.list(`${this.#key(path)}/`)) {
      for (const object of objects.filter(isFile)) yield this.#infoOf(object);
    }
  }

  async move(from: string, to: string): Promise<void> {
    const [source, target] = [this.#file(from), this.#file(to)];
    const file = await this.#bucket.head(source);
    const sources = file === undefined ? await this.#below(source) : [file];
    if (sources.length === 0) throw new FileNotFound(from);
    if (source === target) return;
    if (`${target}/`.startsWith(`${source}/`)) throw new PathTaken(to);
    await this.#demandFree(to);
    if (file === undefined && (await this.#bucket.head(target)) !== undefined) throw new PathTaken(to);
    for (let start = 0; start < sources.length; start += copiesAtOnce) {
      const some = sources.slice(start, start + copiesAtOnce);
      await Promise.all(some.map((each) => this.#bucket.copy(each, `${target}${each.key.slice(source.length)}`)));
    }
    await this.#bucket.delete(sources.map(({ key }) => key));
  }

  async copy(from: string, to: string): Promise<void> {
    const [source, target] = [this.#file(from), this.#file(to)];
    const file = await this.#bucket.head(source);
    if (file === undefined) throw new FileNotFound(from);
    if (source === target) return;
    await this.#demandFree(to);
    await this.#bucket.copy(file, target);
  }

  async delete(path: string): Promise<boolean> {
    const key = this.#key(path);
    const isFile = path !== '/' && (await this.#bucket.head(key)) !== undefined;
    if (isFile) await this.#bucket.delete([key]);
    return isFile || this.#deleteBelow(key);
  }

  /** Rejects with `PathTaken` when a directory is at the path, or a file on the way to it. */
  async #demandFree(path: string): Promise<void> {
    const segments = safeSegments(path);
    const above = segments.slice(1).map((_, index) => `${this.#tenantKey}/${segments.slice(0, index + 1).join('/')}`);
    const [below, ...files] = await Promise.all([
      this.#firstBelow(this.#key(path)),
      ...above.map((key) => this.#bucket.head(key)),
    ]);
    if (below !== undefined || files.some((file) => file !== undefined)) throw new PathTaken(path);
  }

  async #firstBelow(key: string): Promise<ObjectInfo | undefined> {
    for await (const { objects } of this.#bucket.list(`${key}/`, { limit: 1 })) return objects[0];
    return undefined;
  }

  async #below(key: string): Promise<readonly ObjectInfo[]> {
    const pages = await Array.fromAsync(this.#bucket.list(`${key}/`));
    return pages.flatMap(({ objects }) => objects);
  }

  /** A page at a time: a whole tenant may be there. */
  async #deleteBelow(key: string): Promise<boolean> {
    let found = false;
    for await (const { objects } of this.#bucket.list(`${key}/`)) {
      await this.#bucket.delete(objects.map((each) => each.key));
      found ||= objects.length > 0;
    }
    return found;
  }

  /** Of a file; the tenant's root is none. */
  #file(path: string): string {
    if (path === '/') throw new UnsafePath(path);
    return this.#key(path);
  }

  #key(path: string): string {
    const key = [this.#tenantKey, ...safeSegments(path)].join('/');
    if (Buffer.byteLength(key) > maxKeyBytes) throw new UnsafePath(path);
    return key;
  }

  #pathOf(key: string): string {
    return key.slice(this.#tenantKey.length);
  }

  #infoOf({ key, sizeBytes, modifiedAt }: ObjectInfo): FileInfo {
    return { path: this.#pathOf(key), kind: 'File', sizeBytes, modifiedAt };
  }
}

function normal(path: string): string {
  return path.normalize('NFC');
}

/** Consoles make empty objects that look like folders. */
function isFile({ key }: ObjectInfo): boolean {
  return !key.endsWith('/');
}
