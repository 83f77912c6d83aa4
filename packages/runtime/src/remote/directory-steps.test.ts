import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunContext } from '@windhover/plugin-sdk';
import { writeZip } from '@windhover/services';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { directorySteps } from './directory-steps.ts';

let around: string;
let directory: string;
beforeEach(() => {
  around = mkdtempSync(join(tmpdir(), 'windhover-steps-'));
  directory = join(around, 'run');
  mkdirSync(directory);
});
afterEach(() => rmSync(around, { recursive: true }));

function unpack(...paths: readonly string[]) {
  const archive = writeZip(paths.map((path) => ({ path, content: contentOf(path), modifiedAt: 0 })));
  const properties = { archive, patterns: ['**'] };
  return directorySteps.unpack({ properties, workingDirectory: async () => directory } as unknown as RunContext<never>);
}

async function* contentOf(path: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(path);
}

test('a cache is unpacked with its folders', async () => {
  await unpack('a.txt', 'deep/er/b.txt');

  expect(readFileSync(join(directory, 'deep/er/b.txt'), 'utf8')).toBe('deep/er/b.txt');
  expect(readdirSync(directory).toSorted()).toEqual(['a.txt', 'deep']);
});

test.each(['../outside', 'a/../../outside', '/outside', 'a\\..\\..\\outside', 'a//b'])(
  'nothing of a cache that names %j is unpacked: a worker may have packed it',
  async (name) => {
    await expect(unpack('a.txt', name)).rejects.toThrow(/outside|a\/\/b/);

    expect(readdirSync(directory)).toEqual([]);
    expect(existsSync(join(around, 'outside'))).toBe(false);
  },
);
