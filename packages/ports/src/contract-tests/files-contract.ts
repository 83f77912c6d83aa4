import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TenantKey } from '@windhover/model';
import { FileNotFound, PathTaken, UnsafePath, type FileStore, type TenantFiles } from '../index.ts';
import { collect, unique } from './opened-store.ts';

/** Internal storage. `open` gives an empty store each time. */
export function fileStoreContract(name: string, open: () => Promise<FileStore>): void {
  describe(name, () => {
    let store: FileStore;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    const aTenant = (): TenantFiles => store.open(unique('t') as TenantKey);

    test('a file comes back as it was put', async () => {
      const files = aTenant();
      const info = await files.put('/company/team/_files/naïve 🦅 %2e.txt', bytes('héllo'));
      expect(info).toMatchObject({ path: '/company/team/_files/naïve 🦅 %2e.txt', kind: 'File', sizeBytes: 6 });
      expect(await textOf(files, info.path)).toBe('héllo');
      expect(await files.find(info.path)).toEqual(info);
      expect(await files.find('/company/team')).toMatchObject({ kind: 'Directory', path: '/company/team' });
      expect(await files.find('/company/none')).toBeUndefined();
    });

    test('content is streamed in and read in ranges', async () => {
      const files = aTenant();
      const chunk = new Uint8Array(100_000).map((_, index) => index % 251);
      await files.put('/big', repeat(chunk, 30));
      expect((await files.find('/big'))?.sizeBytes).toBe(3_000_000);
      const range = Buffer.concat(await collect(files.read('/big', { start: 99_999, end: 100_003 })));
      expect([...range]).toEqual([chunk[99_999], 0, 1, 2]);
      expect(Buffer.concat(await collect(files.read('/big', { start: 2_999_999 })))).toHaveLength(1);
      expect(Buffer.concat(await collect(files.read('/big', { end: 5 })))).toHaveLength(5);
      expect(await collect(files.read('/big', { start: 5, end: 5 }))).toEqual([]);
      expect(await collect(files.read('/big', { start: 4_000_000 }))).toEqual([]);
    });

    test('an empty file is one', async () => {
      const files = aTenant();
      await files.put('/empty', new Uint8Array());
      expect(await textOf(files, '/empty')).toBe('');
      expect((await files.find('/empty'))?.sizeBytes).toBe(0);
    });

    test('a second put replaces the file; one that fails leaves it alone and nothing behind', async () => {
      const files = aTenant();
      await files.put('/dir/file', bytes('old and long'));
      await files.put('/dir/file', bytes('new'));
      await expect(files.put('/dir/file', failing())).rejects.toThrow('the sender went away');
      await expect(files.put('/dir/other', failing())).rejects.toThrow('the sender went away');
      expect(await textOf(files, '/dir/file')).toBe('new');
      expect((await files.list('/dir')).map(({ path }) => path)).toEqual(['/dir/file']);
    });

    test('a reader keeps the file that it opened', async () => {
      const files = aTenant();
      await files.put('/file', repeat(bytes('a'.repeat(1_000)), 1_000));
      const reading = files.read('/file')[Symbol.asyncIterator]();
      const first = await reading.next();
      await files.put('/file', bytes('b'));
      const rest = await collect({ [Symbol.asyncIterator]: () => reading });
      expect(Buffer.concat([first.value as Uint8Array, ...rest]).toString()).toBe('a'.repeat(1_000_000));
    });

    test('lists show direct children, walks all files, both in order', async () => {
      const files = aTenant();
      for (const path of ['/b', '/a/z', '/a/b/c', '/a.txt', '/a-1', '/c/d']) await files.put(path, bytes(path));
      expect((await files.list('/')).map(({ path, kind }) => [path, kind])).toEqual([
        ['/a', 'Directory'],
        ['/a-1', 'File'],
        ['/a.txt', 'File'],
        ['/b', 'File'],
        ['/c', 'Directory'],
      ]);
      expect((await files.list('/a')).map(({ path }) => path)).toEqual(['/a/b', '/a/z']);
      expect(await files.list('/none')).toEqual([]);
      expect(await files.list('/b')).toEqual([]);
      const walked = await collect(files.walk('/'));
      expect(walked.map(({ path }) => path)).toEqual(['/a-1', '/a.txt', '/a/b/c', '/a/z', '/b', '/c/d']);
      expect((await collect(files.walk('/a'))).map(({ path }) => path)).toEqual(['/a/b/c', '/a/z']);
    });

    test('files and directories are moved', async () => {
      const files = aTenant();
      await files.put('/from/a', bytes('a'));
      await files.put('/from/deep/b', bytes('b'));
      await files.move('/from/a', '/to/new/a');
      await files.move('/from', '/elsewhere');
      expect((await collect(files.walk('/'))).map(({ path }) => path)).toEqual(['/elsewhere/deep/b', '/to/new/a']);
      await expect(files.move('/from/a', '/x')).rejects.toBeInstanceOf(FileNotFound);
      await files.put('/target', bytes('old'));
      await files.move('/to/new/a', '/target');
      expect(await textOf(files, '/target')).toBe('a');
    });

    test('a copy and its file know nothing of each other', async () => {
      const files = aTenant();
      await files.put('/a', bytes('first'));
      await files.put('/taken/by', bytes('x'));
      await files.copy('/a', '/deep/b');
      await files.copy('/a', '/deep/b');
      await files.put('/a', bytes('second'));
      expect([await textOf(files, '/a'), await textOf(files, '/deep/b')]).toEqual(['second', 'first']);

      await files.copy('/a', '/deep/b');
      await files.delete('/a');
      expect(await textOf(files, '/deep/b')).toBe('second');
      expect((await collect(files.walk('/'))).map(({ path }) => path)).toEqual(['/deep/b', '/taken/by']);
      await expect(files.copy('/a', '/c')).rejects.toBeInstanceOf(FileNotFound);
      await expect(files.copy('/deep', '/c')).rejects.toBeInstanceOf(FileNotFound);
      await expect(files.copy('/deep/b', '/taken')).rejects.toBeInstanceOf(PathTaken);
      await expect(files.copy('/deep/b', '/taken/by/in')).rejects.toBeInstanceOf(PathTaken);
    });

    test('a file moves onto its copy', async () => {
      const files = aTenant();
      await files.put('/a', bytes('a'));
      await files.copy('/a', '/b');
      await files.move('/a', '/b');
      await files.move('/b', '/b');
      expect((await collect(files.walk('/'))).map(({ path }) => path)).toEqual(['/b']);
    });

    test('files and directories are deleted', async () => {
      const files = aTenant();
      for (const path of ['/a/1', '/a/2/3', '/b']) await files.put(path, bytes('x'));
      expect(await files.delete('/a')).toBe(true);
      expect(await files.delete('/a')).toBe(false);
      expect(await files.delete('/b')).toBe(true);
      expect(await collect(files.walk('/'))).toEqual([]);
      await files.put('/a/1', bytes('y'));
      expect((await collect(files.walk('/a'))).map(({ path }) => path)).toEqual(['/a/1']);
    });

    test('deleting the root leaves nothing of the tenant', async () => {
      const files = aTenant();
      await files.put('/a/b', bytes('x'));
      expect(await files.delete('/')).toBe(true);
      expect(await files.list('/')).toEqual([]);
      await files.put('/a/b', bytes('y'));
      expect(await textOf(files, '/a/b')).toBe('y');
    });

    test('a missing file, and a directory, cannot be read', async () => {
      const files = aTenant();
      await files.put('/dir/file', bytes('x'));
      for (const path of ['/none', '/dir', '/none/deep', '/dir/file/below']) {
        await expect(collect(files.read(path))).rejects.toBeInstanceOf(FileNotFound);
      }
    });

    test('a file does not become a directory, nor the other way round', async () => {
      const files = aTenant();
      await files.put('/file', bytes('x'));
      await files.put('/dir/file', bytes('x'));
      await expect(files.put('/file/below', bytes('y'))).rejects.toBeInstanceOf(PathTaken);
      await expect(files.put('/dir', bytes('y'))).rejects.toBeInstanceOf(PathTaken);
      expect((await collect(files.walk('/'))).map(({ path }) => path)).toEqual(['/dir/file', '/file']);
    });

    test('tenants do not see each other, whatever the path', async () => {
      const [mine, theirs] = [aTenant(), aTenant()];
      await mine.put('/same', bytes('mine'));
      await theirs.put('/same', bytes('theirs'));
      await mine.delete('/');
      expect(await textOf(theirs, '/same')).toBe('theirs');
      expect(await mine.find('/same')).toBeUndefined();
    });

    test('writers side by side each leave a whole file', async () => {
      const files = aTenant();
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          files.put(`/deep/er/${index % 5}`, bytes(String(index).repeat(1_000))),
        ),
      );
      const walked = await collect(files.walk('/'));
      expect(walked).toHaveLength(5);
      for (const { path, sizeBytes } of walked)
        expect([1_000, 2_000]).toContain((await textOf(files, path)).length && sizeBytes);
    });

    test.for([
      '',
      'relative',
      '/..',
      '/../other',
      '/a/../../b',
      '/a/./b',
      '/a//b',
      '/a/',
      '//a',
      '/a\\b',
      '/a\0b',
      '/a\nb',
      '/a\u007fb',
      '/a\u0085b',
      '/\ud800',
      `/${'n'.repeat(256)}`,
      `/${'é'.repeat(128)}`,
      '/n'.repeat(4_000),
    ])('path %j is refused before anything happens', async (path) => {
      const files = aTenant();
      await expect(files.put(path, bytes('x'))).rejects.toBeInstanceOf(UnsafePath);
      await expect(collect(files.read(path))).rejects.toBeInstanceOf(UnsafePath);
      await expect(files.find(path)).rejects.toBeInstanceOf(UnsafePath);
      await expect(files.list(path)).rejects.toBeInstanceOf(UnsafePath);
      await expect(files.delete(path)).rejects.toBeInstanceOf(UnsafePath);
      await expect(files.move(path, '/x')).rejects.toBeInstanceOf(UnsafePath);
      await expect(files.move('/x', path)).rejects.toBeInstanceOf(UnsafePath);
      expect(await files.list('/')).toEqual([]);
    });

    test.for([
      '/%2e%2e/a',
      '/...',
      '/.hidden',
      '/CON',
      '/constructor',
      '/a b',
      `/${'n'.repeat(255)}`,
      '/~',
      '/*?"<>|:',
    ])('path %j is a name like any other', async (path) => {
      const files = aTenant();
      await files.put(path, bytes('x'));
      expect((await collect(files.walk('/'))).map((info) => info.path)).toEqual([path]);
    });

    test('names that look the same are the same', async () => {
      const files = aTenant();
      await files.put('/caf\u0065\u0301', bytes('one'));
      expect(await textOf(files, '/caf\u00e9')).toBe('one');
    });
  });
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

async function textOf(files: TenantFiles, path: string): Promise<string> {
  return Buffer.concat(await collect(files.read(path))).toString();
}

async function* repeat(chunk: Uint8Array, times: number): AsyncIterable<Uint8Array> {
  for (let index = 0; index < times; index += 1) yield chunk;
}

async function* failing(): AsyncIterable<Uint8Array> {
  yield bytes('half of i');
  throw new Error('the sender went away');
}
