/**
 * Writes archives in the form that every `tar` reads (ustar), so that equal entries give equal bytes: in the order of their
 * paths, all of one time, owned by nobody of this machine. Written here, because whose bytes are to be the same on any machine
 * cannot be left to its `tar`.
 */

export type TarEntry = TarFile | TarFolder | TarLink;

export interface TarFile {
  readonly kind: 'file';
  /** From the root of the archive, without a slash before it. */
  readonly path: string;
  readonly content: Uint8Array;
  readonly isExecutable?: boolean;
}

export interface TarFolder {
  readonly kind: 'folder';
  readonly path: string;
  /** Default: 0755. */
  readonly mode?: number;
  /** User and group, by number. Default: 0. */
  readonly owner?: number;
}

export interface TarLink {
  readonly kind: 'link';
  readonly path: string;
  /** As written into the link: seen from its folder. */
  readonly target: string;
}

const blockBytes = 512;

/** Folders above the entries come by themselves. `time` in seconds since 1970. Throws for a path that has no room in the form. */
export function packTar(entries: readonly TarEntry[], time: number): Buffer {
  const byPath = new Map<string, TarEntry>(foldersAbove(entries).map((folder) => [folder.path, folder]));
  for (const entry of entries) byPath.set(entry.path, entry);
  const sorted = [...byPath.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const blocks = sorted.flatMap((entry) => (entry.kind === 'file' ? fileBlocks(entry, time) : [header(entry, time)]));
  return Buffer.concat([...blocks, Buffer.alloc(2 * blockBytes)]);
}

function foldersAbove(entries: readonly TarEntry[]): readonly TarFolder[] {
  const paths = entries.flatMap(({ path }) => {
    const names = path.split('/').slice(0, -1);
    return names.map((_, index) => names.slice(0, index + 1).join('/'));
  });
  return paths.map((path) => ({ kind: 'folder', path }));
}

function fileBlocks(file: TarFile, time: number): readonly Uint8Array[] {
  const padding = Buffer.alloc((blockBytes - (file.content.length % blockBytes)) % blockBytes);
  return [header(file, time), file.content, padding];
}

/** Fields as POSIX.1-1988 lays them out: numbers in octal, the sum of all bytes with its own field as blanks. */
function header(entry: TarEntry, time: number): Buffer {
  const block = Buffer.alloc(blockBytes);
  const { mode, owner, bytes, type, target } = fieldsOf(entry);
  const [prefix, name] = splitPath(entry.kind === 'folder' ? `${entry.path}/` : entry.path);
  block.write(name, 0);
  block.write(octal(mode, 7), 100);
  block.write(octal(owner, 7), 108);
  block.write(octal(owner, 7), 116);
  block.write(octal(bytes, 11), 124);
  block.write(octal(time, 11), 136);
  block.write(' '.repeat(8), 148);
  block.write(type, 156);
  block.write(target, 157);
  block.write('ustar\u000000', 257);
  block.write(octal(0, 7), 329);
  block.write(octal(0, 7), 337);
  block.write(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)}\u0000 `, 148);
  return block;
}

interface Fields {
  readonly mode: number;
  readonly owner: number;
  readonly bytes: number;
  readonly type: string;
  readonly target: string;
}

function fieldsOf(entry: TarEntry): Fields {
  switch (entry.kind) {
    case 'file': {
      const mode = entry.isExecutable === true ? 0o755 : 0o644;
      return { mode, owner: 0, bytes: entry.content.length, type: '0', target: '' };
    }
    case 'folder':
      return { mode: entry.mode ?? 0o755, owner: entry.owner ?? 0, bytes: 0, type: '5', target: '' };
    case 'link':
      return { mode: 0o777, owner: 0, bytes: 0, type: '2', target: entry.target };
  }
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

/** A name has 100 bytes, the folders before it 155 more. */
function splitPath(path: string): readonly [prefix: string, name: string] {
  if (Buffer.byteLength(path) <= 100) return ['', path];
  for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
    const [prefix, name] = [path.slice(0, slash), path.slice(slash + 1)];
    if (Buffer.byteLength(prefix) <= 155 && name !== '' && Buffer.byteLength(name) <= 100) return [prefix, name];
  }
  throw new Error(`The path '${path}' is too long for an archive`);
}
