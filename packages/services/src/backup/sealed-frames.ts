/**
 * A backup as a file: the line of the header, frames of the content, and the SHA-256 of all that. Where there is a key, each
 * frame is sealed for its place: none can be changed, moved, left out or cut off, and the header belongs to them. Memory is
 * that of one frame, however long the content is.
 */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { BackupNotRestored } from '@windhover/model';
import { headerLine, maxHeaderBytes, parseHeader, type BackupHeader } from './backup-header.ts';
import { ByteReader } from './byte-reader.ts';

const frameBytes = 64 * 1024;
const tagBytes = 16;
const checksumBytes = 32;
/** Before each frame: whether it is the last one, and its length. */
const prefixBytes = 5;

export async function* toFrames(
  header: BackupHeader,
  key: Uint8Array | undefined,
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const checksum = createHash('sha256');
  const line = Buffer.from(headerLine(header));
  checksum.update(line);
  yield line;
  let number = 0;
  for await (const { bytes, isLast } of framed(content)) {
    const payload = key === undefined ? bytes : sealed(key, placeOf(line, number, isLast), bytes);
    const prefix = Buffer.alloc(prefixBytes);
    prefix.writeUInt8(Number(isLast));
    prefix.writeUInt32BE(payload.length, 1);
    const frame = Buffer.concat([prefix, payload]);
    checksum.update(frame);
    yield frame;
    number += 1;
  }
  yield checksum.digest();
}

/** The header of a file whose checksum is right, and that, in hexadecimal digits. Throws {@link BackupNotRestored}. */
export async function checkFile(
  file: AsyncIterable<Uint8Array>,
): Promise<{ readonly header: BackupHeader; readonly checksum: string }> {
  const reader = new ByteReader(file);
  const line = await reader.line(maxHeaderBytes);
  if (line === undefined) throw new BackupNotRestored({ reason: 'the file is no backup of Windhover' });
  const header = parseHeader(line.toString());
  const checksum = createHash('sha256').update(line);
  const expected = await reader.restBut(checksumBytes, (bytes) => checksum.update(bytes));
  if (!checksum.digest().equals(expected)) throw damaged('its checksum is not that of its content');
  return { header, checksum: expected.toString('hex') };
}

/** The content. Throws {@link BackupNotRestored} where the key does not open it or it is not whole; what came before is as it was. */
export async function* fromFrames(
  key: Uint8Array | undefined,
  file: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(file);
  const line = await reader.line(maxHeaderBytes);
  if (line === undefined) throw damaged('it is cut off');
  for (let number = 0; ; number += 1) {
    const prefix = await reader.take(prefixBytes);
    const length = prefix?.readUInt32BE(1) ?? Infinity;
    const payload = length <= frameBytes + tagBytes ? await reader.take(length) : undefined;
    if (prefix === undefined || payload === undefined) throw damaged('it is cut off');
    const isLast = prefix[0] === 1;
    yield key === undefined ? payload : opened(key, placeOf(line, number, isLast), payload);
    if (isLast) return;
  }
}

interface Place {
  readonly header: Uint8Array;
  readonly number: number;
  readonly isLast: boolean;
}

function placeOf(line: Uint8Array, number: number, isLast: boolean): Place {
  return { header: line, number, isLast };
}

/** Each backup has a key of its own, so that a number is a nonce. */
function nonceOf({ number, isLast }: Place): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt8(Number(isLast));
  nonce.writeBigUInt64BE(BigInt(number), 4);
  return nonce;
}

function sealed(key: Uint8Array, place: Place, bytes: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(place)).setAAD(place.header);
  return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

function opened(key: Uint8Array, place: Place, payload: Uint8Array): Uint8Array {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(place)).setAAD(place.header);
    decipher.setAuthTag(payload.subarray(-tagBytes));
    return Buffer.concat([decipher.update(payload.subarray(0, -tagBytes)), decipher.final()]);
  } catch (cause) {
    if (place.number > 0) throw damaged('a part of it was changed or moved', cause);
    throw new BackupNotRestored(
      { reason: 'the key does not open it: give the key that it was made with as --encryption-key' },
      { cause },
    );
  }
}

/** At least one, the last one marked. */
async function* framed(
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ readonly bytes: Uint8Array; readonly isLast: boolean }> {
  const reader = new ByteReader(content);
  for (;;) {
    const bytes = await reader.upTo(frameBytes);
    const isLast = await reader.isAtEnd();
    yield { bytes, isLast };
    if (isLast) return;
  }
}

function damaged(what: string, cause?: unknown): BackupNotRestored {
  return new BackupNotRestored({ reason: `the backup is damaged: ${what}` }, { cause });
}
