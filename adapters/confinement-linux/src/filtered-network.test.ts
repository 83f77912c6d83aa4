import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDoors } from './filtered-network.ts';

/** Linux has no process of this number. */
const noProcess = 2 ** 30;

test('sockets that a killed server has left are removed, those of another one are not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'windhover-doors-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [left, used] = [`${noProcess}-a.sock`, `${process.ppid}-b.sock`];
  for (const name of [left, used]) await writeFile(join(folder, name), '');

  const doors = await openDoors(folder, () => Promise.reject(new Error('No run is started')));
  await doors.close();

  expect((await readdir(folder)).toSorted()).toEqual([used, 'forwarder.cjs'].toSorted());
});
