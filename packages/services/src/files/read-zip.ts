/** The files of a zip archive in memory: what people upload to be imported. */
import { inflateRawSync } from 'node:zlib';
import { IllegalArgument } from '@windhover/model';

const endMark = 0x06054b50;
const centralMark = 0x02014b50;
const endBytes = 22;
const longestComment = 0xffff;

export function isZip(bytes: Uint8Array): boolean {
  return bytes.length >= endBytes && bytes[0] === 0x50 && bytes[1] === 0x4b;
}

/**
 * Files in the order of the directory, folders left out. Throws {@link IllegalArgument} for what is no archive, is
 * encrypted or packed in an unknown way, or unpacks to more than `maxBytes`.
 */
export function readZip(
  bytes: Uint8Array,
  maxBytes: number,
): readonly { readonly path: string; readonly content: Uint8Array }[] {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return filesOf(archive, maxBytes);
  } catch (error) {
    if (error instanceof IllegalArgument) throw error;
    throw refused('it is damaged, or unpacks to too much', error);
  }
}

function filesOf(archive: Buffer, maxBytes: number) {
  const end = findEnd(archive);
  const files: { path: string; content: Uint8Array }[] = [];
  let left = maxBytes;
  let at = archive.readUInt32LE(end + 16);
  for (let count = archive.readUInt16LE(end + 10); count > 0; count -= 1) {
    if (archive.readUInt32LE(at) !== centralMark) throw refused('its directory cannot be read');
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28);
    const path = archive.toString('utf8', at + 46, nameEnd);
    if (!path.endsWith('/')) {
      const content = contentAt(archive, at, path, left);
      left -= content.length;
      files.push({ path, content });
    }
    at = nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return files;
}

function contentAt(archive: Buffer, directoryAt: number, path: string, maxBytes: number): Uint8Array {
  const [flags, method] = [archive.readUInt16LE(directoryAt + 8), archive.readUInt16LE(directoryAt + 10)];
  if ((flags & 1) !== 0) throw refused(`'${path}' is encrypted`);
  const local = archive.readUInt32LE(directoryAt + 42);
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const packed = archive.subarray(start, start + archive.readUInt32LE(directoryAt + 20));
  if (method !== 0 && method !== 8) throw refused(`'${path}' is packed by an unknown method, ${method}`);
  if (method === 0 && packed.length > maxBytes) throw refused('it unpacks to too much');
  return method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(maxBytes, 1) });
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
