import { createHash } from 'node:crypto';
import { BackupNotRestored } from '@windhover/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BackupHeader } from './backup-header.ts';
import { checkFile, fromFrames, toFrames } from './sealed-frames.ts';

const key = Buffer.alloc(32, 7);
const header: BackupHeader = {
  windhoverBackup: 1,
  kind: 'TENANT',
  createdAt: '2026-12-01T00:00:00.000Z',
  encryption: { cipher: 'AES-256-GCM', key: 'INSTANCE', salt: '' },
};
const frameBytes = 64 * 1024;

async function* pieces(...all: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* all;
}

async function joined(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(bytes));
}

const made = (content: Uint8Array): Promise<Buffer> => joined(toFrames(header, key, pieces(content)));

/** As somebody would who can count: with the checksum that it must have. */
function withChecksum(file: Uint8Array): Buffer {
  return Buffer.concat([file, createHash('sha256').update(file).digest()]);
}

/** The file without its checksum: the first line, then its frames. */
function partsOf(file: Buffer): { readonly line: Buffer; readonly frames: readonly Buffer[] } {
  let at = file.indexOf('\n') + 1;
  const line = file.subarray(0, at);
  const frames: Buffer[] = [];
  while (at < file.length - 32) {
    const end = at + 5 + file.readUInt32BE(at + 1);
    frames.push(file.subarray(at, end));
    at = end;
  }
  return { line, frames };
}

test.each([0, 1, frameBytes - 1, frameBytes, frameBytes + 1, 3 * frameBytes])(
  '%i bytes come back as they went in, in whatever pieces',
  async (length) => {
    const content = Buffer.from(Array.from({ length }, (_, index) => index % 251));
    const halves = [content.subarray(0, length >> 1), new Uint8Array(), content.subarray(length >> 1)];

    for (const used of [key, undefined]) {
      const file = await joined(toFrames(header, used, pieces(...halves)));
      const thousands = Array.from({ length: Math.ceil(file.length / 1000) }, (_, index) =>
        file.subarray(1000 * index, 1000 * (index + 1)),
      );
      expect((await checkFile(pieces(...thousands))).header).toEqual(header);
      expect((await joined(fromFrames(used, pieces(...thousands)))).equals(content)).toBe(true);
    }
  },
);

test('any byte that is changed is noticed before the content is looked at', async () => {
  const file = await made(Buffer.from('content'));

  await fc.assert(
    fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      const changed = Buffer.from(file);
      changed[at]! ^= by;
      await expect(checkFile(pieces(changed))).rejects.toBeInstanceOf(BackupNotRestored);
    }),
  );
});

describe('with a checksum that was made to fit', () => {
  test('any byte that is changed is noticed by the key', async () => {
    const { line, frames } = partsOf(await made(Buffer.from('content')));
    const file = Buffer.concat([line, ...frames]);

    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = Buffer.from(file);
        changed[at]! ^= by;
        await expect(joined(fromFrames(key, pieces(withChecksum(changed))))).rejects.toBeInstanceOf(BackupNotRestored);
      }),
    );
  });

  test.each([
    ['left out', ([first, , third]: readonly Buffer[]) => [first!, third!]],
    ['put first', ([first, second, third]: readonly Buffer[]) => [second!, first!, third!]],
    ['cut off', ([first, second]: readonly Buffer[]) => [first!, second!]],
    ['said to be the last', ([first]: readonly Buffer[]) => [Buffer.concat([Buffer.from([1]), first!.subarray(1)])]],
  ])('a frame that is %s is noticed by the key', async (_, change) => {
    const { line, frames } = partsOf(await made(Buffer.alloc(3 * frameBytes)));

    const changed = withChecksum(Buffer.concat([line, ...change(frames)]));

    expect((await checkFile(pieces(changed))).header).toEqual(header);
    await expect(joined(fromFrames(key, pieces(changed)))).rejects.toBeInstanceOf(BackupNotRestored);
  });
});

test('another key opens nothing, and that is said', async () => {
  const file = await made(Buffer.from('content'));

  await expect(joined(fromFrames(Buffer.alloc(32, 8), pieces(file)))).rejects.toThrow(
    'Nothing was restored: the key does not open it',
  );
});
