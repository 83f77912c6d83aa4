/** A zip archive as a stream: each file is compressed as it is read, so that no archive is ever held as a whole. */
import { crc32, deflateRawSync, createDeflateRaw } from 'node:zlib';
import { IllegalArgument } from '@windhover/model';
import { through } from './through.ts';

export interface ZipEntry {
  /** With `/` between folders and none in front. */
  readonly path: string;
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
  readonly modifiedAt: number;
}

interface Written {
  readonly name: Buffer;
  readonly crc: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  readonly offset: number;
  readonly time: number;
  readonly date: number;
}

/** Sizes and offsets have 32 bits, counts 16: the form that every program reads. */
const maxBytes = 0xffff_ffff;
const maxEntries = 0xffff;
/** Sizes follow the content, names are UTF-8. */
const flags = 0x0808;
const deflated = 8;

/** Entries in the order given. Throws {@link IllegalArgument} for more than 65,535 files or 4 GB. */
export async function* writeZip(
  entries: Iterable<ZipEntry> | AsyncIterable<ZipEntry>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const written: Written[] = [];
  let offset = 0;
  const count = (chunk: Uint8Array): Uint8Array => {
    offset += chunk.length;
    if (offset > maxBytes) throw new IllegalArgument({ reason: 'the archive would be larger than 4 GB' });
    return chunk;
  };
  for await (const entry of entries) {
    if (written.length === maxEntries) throw new IllegalArgument({ reason: 'the archive would hold too many files' });
    const name = Buffer.from(entry.path);
    const begin = { name, offset, ...dosTime(entry.modifiedAt) };
    yield count(localHeader(begin));
    const sums = { crc: 0, packedBytes: 0, sizeBytes: 0 };
    for await (const chunk of pack(entry.content, sums)) yield count(chunk);
    yield count(descriptor(sums));
    written.push({ ...begin, ...sums });
  }
  const directoryAt = offset;
  for (const entry of written) yield count(centralHeader(entry));
  yield endRecord(written.length, offset - directoryAt, directoryAt);
}

async function* pack(
  content: ZipEntry['content'],
  sums: { crc: number; packedBytes: number; sizeBytes: number },
): AsyncGenerator<Uint8Array> {
  const add = (chunk: Uint8Array): void => {
    sums.crc = crc32(chunk, sums.crc);
    sums.sizeBytes += chunk.length;
  };
  if (content instanceof Uint8Array) {
    add(content);
    const packed = deflateRawSync(content);
    sums.packedBytes = packed.length;
    yield packed;
    return;
  }
  const seen = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of content) {
      add(chunk);
      yield chunk;
    }
  };
  for await (const chunk of through(seen(), createDeflateRaw())) {
    sums.packedBytes += chunk.length;
    yield chunk;
  }
}

function localHeader({ name, time, date }: Pick<Written, 'name' | 'time' | 'date'>): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  common(header, 4, { time, date, crc: 0, packedBytes: 0, sizeBytes: 0, nameLength: name.length });
  return Buffer.concat([header, name]);
}

function descriptor({ crc, packedBytes, sizeBytes }: Pick<Written, 'crc' | 'packedBytes' | 'sizeBytes'>): Buffer {
  const record = Buffer.alloc(16);
  record.writeUInt32LE(0x08074b50, 0);
  record.writeUInt32LE(crc, 4);
  record.writeUInt32LE(packedBytes, 8);
  record.writeUInt32LE(sizeBytes, 12);
  return record;
}

function centralHeader({ name, offset, ...entry }: Written): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(20, 4);
  common(header, 6, { ...entry, nameLength: name.length });
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, name]);
}

function common(
  header: Buffer,
  at: number,
  entry: Pick<Written, 'time' | 'date' | 'crc' | 'packedBytes' | 'sizeBytes'> & { readonly nameLength: number },
): void {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(flags, at + 2);
  header.writeUInt16LE(deflated, at + 4);
  header.writeUInt16LE(entry.time, at + 6);
  header.writeUInt16LE(entry.date, at + 8);
  header.writeUInt32LE(entry.crc, at + 10);
  header.writeUInt32LE(entry.packedBytes, at + 14);
  header.writeUInt32LE(entry.sizeBytes, at + 18);
  header.writeUInt16LE(entry.nameLength, at + 22);
}

function endRecord(count: number, directoryBytes: number, directoryAt: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(directoryBytes, 12);
  record.writeUInt32LE(directoryAt, 16);
  return record;
}

/** Two-second steps since 1980, UTC. */
function dosTime(at: number): { readonly time: number; readonly date: number } {
  const when = new Date(Math.max(at, Date.UTC(1980, 0, 1)));
  return {
    time: (when.getUTCHours() << 11) | (when.getUTCMinutes() << 5) | (when.getUTCSeconds() >> 1),
    date: ((when.getUTCFullYear() - 1980) << 9) | ((when.getUTCMonth() + 1) << 5) | when.getUTCDate(),
  };
}
