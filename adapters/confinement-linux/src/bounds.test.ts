import { expect, test } from 'vitest';
import { boundsOf } from './bounds.ts';
import { openControlGroups } from './control-groups.ts';

const limits = { memoryBytes: 100_000_000, cpus: 1, processes: 40, openFiles: 64 };
/** Of those of the kernel that this machine lets us make. */
const { kept } = await openControlGroups(limits);

test('limits that nothing keeps here are named, and no others', async () => {
  const missing = [
    ...(kept.includes('memory') ? [] : ['memory']),
    ...(kept.includes('cpu') ? [] : ['cpus']),
    ...(kept.includes('pids') ? [] : ['processes']),
  ];

  const { unbounded } = await boundsOf(limits, false);

  expect(unbounded).toEqual(missing.length === 0 ? undefined : expect.stringContaining(`(${missing.join(', ')})`));
  expect((await boundsOf({ openFiles: 64, diskBytes: 1 }, true)).unbounded).toBeUndefined();
});
