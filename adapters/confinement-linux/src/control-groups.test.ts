import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { openControlGroups } from './control-groups.ts';

/** Root may make groups, and services to which they are handed down. */
const { kept } = await openControlGroups({ processes: 10 });

test.runIf(kept.length > 0)(
  'a group in which something is left is given up, and removed once that is gone',
  async () => {
    const group = await (await openControlGroups({ processes: 10 })).open();
    const left = spawn('sleep', ['600']);
    onTestFinished(() => void left.kill('SIGKILL'));
    await group.admit(left.pid!);

    expect(await group.close()).toBe(false);
    left.kill('SIGKILL');
    await once(left, 'exit');

    expect(await group.close()).toBe(true);
  },
);

test('without limits there is nothing to keep', async () => {
  expect((await openControlGroups({})).kept).toEqual([]);
});
