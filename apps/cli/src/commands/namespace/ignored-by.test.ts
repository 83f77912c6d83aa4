import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ignoredBy } from './ignored-by.ts';

/** Those of the paths that the rules leave. */
function left(rules: readonly string[], ...paths: readonly string[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'windhover-ignored-'));
  writeFileSync(join(folder, '.kestraignore'), rules.join('\n'));
  const isIgnored = ignoredBy(join(folder, '.kestraignore'));
  rmSync(folder, { recursive: true });
  return paths.filter((path) => !isIgnored(path));
}

test('a star stands for hidden names, too', () => {
  expect(left(['*.log', 'sub/*.tmp', '.*'], '.env.log', 'sub/.q.tmp', '.venv/lib/x', 'sub/deep/a.tmp', 'a')).toEqual([
    'sub/deep/a.tmp',
    'a',
  ]);
});

test('capitals count', () => {
  expect(left(['*.LOG'], 'a.LOG', 'a.log')).toEqual(['a.log']);
});

test('a rule with a slash at its end is for folders alone', () => {
  expect(left(['build/'], 'build/a', 'docs/build/b/c', 'sub/build')).toEqual(['sub/build']);
});

test('a file is taken back in, unless its folder is ignored', () => {
  expect(left(['*.log', 'build', '!keep.log'], 'keep.log', 'sub/keep.log', 'x.log', 'build/keep.log')).toEqual([
    'keep.log',
    'sub/keep.log',
  ]);
});

test('rules name one place, any depth, classes and signs of their own', () => {
  const rules = ['/top.txt', 'a/**', '**/deep', 'x[0-9].t', 'y[!a].t', 'da?a', '\\#odd', '# a remark', '1+1'];
  const paths = [
    'top.txt',
    'b/top.txt',
    'a/b/c',
    'a',
    'q/r/deep',
    'x1.t',
    'xa.t',
    'ya.t',
    'yb.t',
    'data',
    '#odd',
    '1+1',
  ];

  expect(left(rules, ...paths)).toEqual(['b/top.txt', 'a', 'xa.t', 'ya.t']);
});
