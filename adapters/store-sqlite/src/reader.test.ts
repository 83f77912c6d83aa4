import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openForWriting } from './connection.ts';
import { Reader } from './reader.ts';

let folder: string;
let path: string;
let reader: Reader;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'windhover-reader-'));
  path = join(folder, 'database.db');
  openForWriting(path, 'strict').close();
  reader = new Reader(path, { maxReadMs: 2_000 });
});
afterEach(async () => {
  await reader.close();
  await rm(folder, { recursive: true });
});

test('a question without end is given up, and the next one is answered', async () => {
  const counting =
    'with recursive counted(n) as (select 1 union all select n + 1 from counted) select max(n) from counted';
  const endless = reader.read({ sql: counting, parameters: [] });
  const behind = reader.read({ sql: 'select 1 as one', parameters: [] });
  await expect(endless).rejects.toThrow(/took longer than 2 s/);
  await expect(behind).rejects.toThrow(/took longer/);
  expect(await reader.read({ sql: 'select 1 as one', parameters: [] })).toEqual([{ one: 1 }]);
});

test('a wrong statement fails alone', async () => {
  const [wrong, right] = await Promise.allSettled([
    reader.read({ sql: 'select nothing', parameters: [] }),
    reader.read({ sql: 'select 2 as two', parameters: [] }),
  ]);
  expect(wrong.status).toBe('rejected');
  expect(right).toMatchObject({ status: 'fulfilled', value: [{ two: 2 }] });
});

test('a thread that had rested and ended is started again by the next question', async () => {
  const restless = new Reader(path, { restMs: 0 });
  try {
    expect(await restless.read({ sql: 'select 1 as one', parameters: [] })).toEqual([{ one: 1 }]);
    await vi.waitUntil(() => restless.isAtRest());
    expect(await restless.read({ sql: 'select 2 as two', parameters: [] })).toEqual([{ two: 2 }]);
  } finally {
    await restless.close();
  }
});
