/**
 * A server dies at each of its crash points; the next one makes everything good, and a third one finds it unchanged.
 * A few points by default; `WINDHOVER_CRASH_POINTS=all` runs all of them, up to the third pass each.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { executionCrashPoints, type CrashPoint } from '@windhover/ports';
import { startServer, type TestServer } from '@windhover/testing';
import { expect, onTestFinished, test } from 'vitest';
import { checkAll, diesWithin, saveFlows, submit } from './scenario.ts';

const ordinary: readonly (readonly [CrashPoint, number])[] = [
  ['executor.after-commit', 5],
  ['worker.after-exit-before-result', 2],
  ['slot.after-release-before-admit', 1],
  ['subflow.after-child-created', 1],
  ['loop.after-iteration-created', 2],
  ['scheduler.after-create-before-advance', 1],
];
const all = executionCrashPoints.flatMap((point) => [1, 2, 3].map((pass) => [point, pass] as const));
/** Passed once in the scenario. */
const once: ReadonlySet<CrashPoint> = new Set(['kill.after-mark']);
const runs = process.env['WINDHOVER_CRASH_POINTS'] === 'all' ? all : ordinary;

test.each(runs.filter(([point, pass]) => pass === 1 || !once.has(point)))(
  'what a server that died at %s, pass %i, had acknowledged ends once',
  { timeout: 120_000 },
  async (point, pass) => {
    const start = startsIn(mkdtempSync(join(tmpdir(), 'windhover-points-')));
    const first = await start();
    await saveFlows(first);
    await first.kill9();

    // It may die so early that it never answers.
    const dying = await start(`${point}:${pass}`).catch(() => undefined);
    const acknowledged = dying === undefined ? [] : await submit(dying);
    if (dying !== undefined) expect(await diesWithin(dying, 15_000), 'the server dies').toBe(true);

    const next = await start();
    const seen = await checkAll(next, acknowledged);
    await next.kill9();

    const last = await start();
    const again = await checkAll(last, acknowledged);
    for (const [id, state] of seen) expect(again.get(id)).toBe(state);
    await last.kill9();
  },
);

/** Servers on one folder, one after the other; it goes with the test. */
function startsIn(folder: string): (crashAt?: string) => Promise<TestServer> {
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return (crashAt) =>
    startServer({
      kind: 'process',
      dataDirectory: folder,
      configuration: { 'kestra.tasks.tmp-dir.path': join(folder, 'tmp') },
      ...(crashAt !== undefined && { env: { WINDHOVER_CRASH_AT: crashAt } }),
    });
}
