/** Loaded by each test file in the copy: which check is removed, and which ones each test meets. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, afterEach, beforeEach } from 'vitest';

/** What a run of one file met. */
export interface Met {
  readonly file: string;
  /** Outside of tests: while modules loaded, while a world was made. */
  readonly outside: readonly number[];
  readonly tests: readonly { readonly name: string; readonly ms: number; readonly checks: readonly number[] }[];
}

const { active, record } = JSON.parse(readFileSync(process.env['REMOVED_CHECK']!, 'utf8')) as {
  active: number;
  record?: string;
};
const outside = new Set<number>();
const tests: Met['tests'][number][] = [];
let current = outside;
let startedAt = 0;
let file = '';
let hasFailed = false;

Object.assign(globalThis, {
  removedCheck: (check: number): boolean => {
    current.add(check);
    return check === active;
  },
});

beforeEach((context) => {
  // One failure says all
  if (hasFailed && record === undefined) context.skip();
  context.onTestFailed(() => void (hasFailed = true));
  current = new Set();
  startedAt = performance.now();
});
afterEach(({ task }) => {
  file = task.file.filepath;
  tests.push({ name: task.fullTestName, ms: performance.now() - startedAt, checks: [...current] });
  current = outside;
});
afterAll(() => {
  if (record === undefined || file === '') return;
  mkdirSync(record, { recursive: true });
  const met: Met = { file, outside: [...outside], tests };
  writeFileSync(`${record}/${basename(file)}-${process.pid}.json`, JSON.stringify(met));
});
