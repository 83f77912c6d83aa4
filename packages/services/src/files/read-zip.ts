/** The files of a zip archive in memory: what people upload to be imported. */
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { IllegalArgument } from '@windhover/model';

const endMark = 0x06054b50;
const centralMark = 0x02014b50;
const endBytes = 22;
const longestComment = 0xffff;
const inflate = promisify(inflateRaw);

export interface ZipLimits {
  /** Of all files together, unpacked. */
  readonly maxBytes: number;
  readonly maxEntries: number;
  /** How many times its size an archive may unpack to; one that stays below a megabyte may in any case. */
  readonly maxTimes: number;
}

/** What people may upload. */
export const zipLimits: ZipLimits = { maxBytes: 100 * 1024 * 1024, maxEntries: 10_000, maxTimes: 100 };

const smallBytes = 1024 * 1024;

export interface ZipFile {
  readonly path: string;
  readonly content: Uint8Array;
}

export function isZip(bytes: Uint8Array): boolean {
  return bytes.length >= endBytes && bytes[0] === 0x50 && bytes[1] === 0x4b;
}

/**
 * Files in the order of the directory, folders left out; their paths are as the archive has them. Throws
 * {@link IllegalArgument} for what is no archive, is encrypted or packed in an unknown way, holds links or devices, has more
 * entries than `maxEntries`, or unpacks to more than `maxBytes` or `maxTimes` its size.
 */
export async function readZip(bytes: Uint8Array, limits: ZipLimits): Promise<readonly ZipFile[]> {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const maxBytes = Math.min(limits.maxBytes, Math.max(smallBytes, limits.maxTimes * archive.length));
  try {
    return await filesOf(archive, { maxBytes, maxEntries: limits.maxEntries });
  } catch (error) {
    if (error instanceof IllegalArgument) throw error;
    throw refused('it is damaged, or unpacks to too much', error);
  }
}

async function filesOf(
  archive: Buffer,
  { maxBytes, maxEntries }: Pick<ZipLimits, 'maxBytes' | 'maxEntries'>,
): Promise<readonly ZipFile[]> {
  const end = findEnd(archive);
  const files: ZipFile[] = [];
  const entries = archive.readUInt16LE(end + 10);
  if (entries > maxEntries) throw refused(`it has more than ${maxEntries} entries`);
  let left = maxBytes;
  let at = archive.readUInt32LE(end + 16);
  for (let count = entries; count > 0; count -= 1) {
    if (archive.readUInt32LE(at) !== centralMark) throw refused('its directory cannot be read');
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28);
    const path = archive.toString('utf8', at + 46, nameEnd);
    if (!isPlain(archive.readUInt32LE(at + 38))) throw refused(`'${path}' is neither a file nor a folder`);
    if (!path.endsWith('/')) {
      const content = await contentAt(archive, at, path, left);
      left -= content.length;
      files.push({ path, content });
    }
    at = nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return files;
}

/** Unix keeps the kind of a file in the upper half of the attributes; other systems leave it empty. */
function isPlain(attributes: number): boolean {
  return [0, 0o040000, 0o100000].includes((attributes >>> 16) & 0o170000);
}

async function contentAt(archive: Buffer, directoryAt: number, path: string, maxBytes: number): Promise<Uint8Array> {
  const [flags, method] = [archive.readUInt16LE(directoryAt + 8), archive.readUInt16LE(directoryAt + 10)];
  if ((flags & 1) !== 0) throw refused(`'${path}' is encrypted`);
  const local = archive.readUInt32LE(directoryAt + 42);
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const packed = archive.subarray(start, start + archive.readUInt32LE(directoryAt + 20));
  if (method !== 0 && method !== 8) throw refused(`'${path}' is packed by an unknown method, ${method}`);
  if (method === 0 && packed.length > maxBytes) throw refused('it unpacks to too much');
  return method === 0 ? packed : inflate(packed, { maxOutputLength: Math.max(maxBytes, 1) });
}

function findEnd(archive: Buffer): number {
  const last = archive.length - endBytes;
  for (let at = last; at >= Math.max(0, last - longestComment); at -= 1) {
    if (archive.readUInt32LE(at) === endMark) return at;
  }
  throw refused('it has no directory');
}

function refused(why: string, cause?: unknown): IllegalArgument {
  return new IllegalArgument({ reason: `the zip archive cannot be read: ${why}` }, { cause });
}
