import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { isZip, readZip } from './read-zip.ts';
import { writeZip, type ZipEntry } from './write-zip.ts';

const megabyte = 1024 * 1024;
const limits = { maxBytes: megabyte, maxEntries: 10, maxTimes: 100 };

async function zipOf(entries: readonly ZipEntry[]): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeZip(entries)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* slowly(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

const entry = (path: string, content: ZipEntry['content']): ZipEntry => ({
  path,
  content,
  modifiedAt: Date.UTC(2026, 1, 2, 3, 4, 6),
});

test('what is written is read back, in order, streams and bytes alike', async () => {
  const zip = await zipOf([
    entry('a/größe.txt', Buffer.from('hello')),
    entry('b.txt', slowly('one ', 'two')),
    entry('empty', Buffer.alloc(0)),
  ]);

  expect(isZip(zip)).toBe(true);
  expect((await readZip(zip, limits)).map(({ path, content }) => [path, Buffer.from(content).toString()])).toEqual([
    ['a/größe.txt', 'hello'],
    ['b.txt', 'one two'],
    ['empty', ''],
  ]);
});

test.skipIf(spawnSync('python3', ['--version']).status !== 0)('other programs read the archive', async () => {
  const zip = await zipOf([entry('folder/a.txt', slowly('hello'))]);
  const script =
    'import io,sys,zipfile;z=zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()));print(z.testzip(),z.read("folder/a.txt"),z.infolist()[0].date_time)';

  expect(execFileSync('python3', ['-c', script], { input: zip }).toString()).toBe(
    "None b'hello' (2026, 2, 2, 3, 4, 6)\n",
  );
});

test('a file that is being packed is let go by who reads no further, and one that breaks off is told', async () => {
  const released = Promise.withResolvers<void>();
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield randomBytes(65_536);
    } finally {
      released.resolve();
    }
  }
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield randomBytes(65_536);
    throw new Error('the disk is gone');
  }

  for await (const chunk of writeZip([entry('endless', endless())])) if (chunk.length > 1_000) break;

  await released.promise;
  await expect(zipOf([entry('broken', broken())])).rejects.toThrow('the disk is gone');
});

test('an archive without files is one', async () => {
  expect(await readZip(await zipOf([]), limits)).toEqual([]);
});

test('what is no archive, is cut off or unpacks to too much is refused', async () => {
  const bomb = await zipOf([entry('zeros', Buffer.alloc(megabyte))]);

  await expect(readZip(bomb, { ...limits, maxBytes: 1_000 })).rejects.toThrow('cannot be read');
  await expect(readZip(bomb.subarray(0, bomb.length - 30), limits)).rejects.toThrow('it has no directory');
  await expect(readZip(Buffer.alloc(100), limits)).rejects.toThrow('it has no directory');
});

test('a bomb is refused though it stays below the limit', async () => {
  const zip = await zipOf([entry('zeros', Buffer.alloc(8 * megabyte))]);

  await expect(readZip(zip, { ...limits, maxBytes: 1_000 * megabyte })).rejects.toThrow('unpacks to too much');
});

test('an archive of too many entries is refused', async () => {
  const zip = await zipOf(['a', 'b', 'c'].map((path) => entry(path, Buffer.from(path))));

  await expect(readZip(zip, { ...limits, maxEntries: 2 })).rejects.toThrow('it has more than 2 entries');
});

test.each([
  ['a link', 0o120777],
  ['a device', 0o060644],
])('%s is refused', async (_, mode) => {
  const zip = await zipOf([entry('odd', Buffer.from('/etc/passwd'))]);
  const directory = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  zip.writeUInt32LE((mode << 16) >>> 0, directory + 38);

  await expect(readZip(zip, limits)).rejects.toThrow("'odd' is neither a file nor a folder");
});
