import { execFileSync } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { mkdtempSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packTar, type TarEntry } from './tar.ts';

const time = Date.UTC(2026, 10, 30) / 1000;
const longPath = `${'folder/'.repeat(14)}${'name'.repeat(20)}.txt`;
const entries: readonly TarEntry[] = [
  { kind: 'file', path: 'top/run', content: Buffer.from('#!/bin/sh\n'), isExecutable: true },
  { kind: 'file', path: longPath, content: Buffer.from('deep') },
  { kind: 'link', path: 'top/start', target: 'run' },
  { kind: 'folder', path: 'top/shared', mode: 0o1777, owner: 65532 },
  { kind: 'file', path: 'top/large', content: Buffer.alloc(100_000, 'ä') },
];

test('tar unpacks what is packed, with its modes and times', () => {
  const folder = mkdtempSync(join(tmpdir(), 'windhover-tar-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));

  writeFileSync(join(folder, 'it.tar'), packTar(entries, time));
  execFileSync('tar', ['-xpf', 'it.tar', '--no-same-owner'], { cwd: folder });

  const mode = (path: string): number => statSync(join(folder, path)).mode & 0o7777;
  expect(['top', 'top/run', 'top/large', 'top/shared'].map(mode)).toEqual([0o755, 0o755, 0o644, 0o1777]);
  expect(readFileSync(join(folder, longPath), 'utf8')).toBe('deep');
  expect(readFileSync(join(folder, 'top/large'))).toEqual(Buffer.alloc(100_000, 'ä'));
  expect(readlinkSync(join(folder, 'top/start'))).toBe('run');
  expect(statSync(join(folder, 'top/large')).mtimeMs).toBe(time * 1000);
});

test('owners are numbers, of no user of the machine that packs', () => {
  const listed = execFileSync('tar', ['-tvf', '-', '--numeric-owner'], { input: packTar(entries, time) }).toString();

  const owners = listed
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+/)[1]);
  expect(new Set(owners)).toEqual(new Set(['0/0', '65532/65532']));
});

test('the order of the entries makes no difference', () => {
  expect(packTar(entries.toReversed(), time)).toEqual(packTar(entries, time));
});

test('a path that has no room is refused, not cut', () => {
  const content = Buffer.alloc(0);
  expect(() => packTar([{ kind: 'file', path: 'x'.repeat(101), content }], time)).toThrow(
    `The path '${'x'.repeat(101)}'`,
  );
});
