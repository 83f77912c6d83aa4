/**
 * One execution with 100,000 task runs (or as many as the first argument says): that it ends, what a step costs in its
 * first, middle and last tenth, and what a page of its task runs costs. Run by hand:
 * `node --conditions=@windhover/source bench/large-execution.ts`.
 */
import { defaultTenantKey } from '@windhover/model';
import { listTaskRuns } from '@windhover/services';
import { fanOut } from './flows.ts';
import { printFigures, time, type Figure } from './measure.ts';
import { openRuntime } from './open-runtime.ts';

const count = Number(process.argv[2] ?? 100_000);
const pageSize = 100;

interface Landed {
  readonly at: number;
  readonly ended: number;
}

const landed: Landed[] = [];
let ended = 0;
const { flow, start, runtime, store, close } = await openRuntime([], (rows) => {
  ended += rows.taskRunsEnded.length;
  landed.push({ at: performance.now(), ended });
});
try {
  const began = performance.now();
  const { id } = await start(flow(fanOut(count)));
  await runtime.host.waitForEnd(defaultTenantKey, id, new AbortController().signal);
  const totalMs = performance.now() - began;

  const scope = store.scope(defaultTenantKey);
  const { state } = (await scope.executions.find(id))!;
  const taskRuns = await scope.executions.countTaskRuns(id);
  if (state.current !== 'SUCCESS' || taskRuns !== count + 1) {
    throw new Error(`The execution is ${state.current} with ${taskRuns} task runs`);
  }
  const page = (number: number): Promise<number> =>
    time(async () => {
      const { results } = await listTaskRuns(scope, 'command-line', id, { page: number, size: pageSize });
      if (results.length !== pageSize) throw new Error(`Page ${number} has ${results.length} task runs`);
    });
  const pages = count / pageSize;
  const figures: Figure[] = [
    {
      name: 'start to end',
      value: totalMs,
      unit: 'ms',
      note: `${((totalMs / count) * 1_000).toFixed(1)} µs a task run`,
    },
    { name: 'opened', value: reached(0).at - began, unit: 'ms' },
    ...[0, 4, 9].map((tenth) => ({
      name: tenth === 0 ? 'step in tenth 1, with what is opened meanwhile' : `step in tenth ${tenth + 1}`,
      value: stepUs(tenth),
      unit: 'µs',
    })),
    { name: `first page of ${pageSize}`, value: await page(1), unit: 'ms' },
    { name: 'middle page', value: await page(pages / 2), unit: 'ms' },
    { name: 'last page', value: await page(pages), unit: 'ms' },
    { name: 'most memory of the process', value: process.resourceUsage().maxRSS / 1_024, unit: 'MiB' },
  ];
  printFigures(`One execution with ${count.toLocaleString('en')} task runs`, figures);
} finally {
  await close();
}

/** Wall time of a task run between the commits that bound a tenth of all. */
function stepUs(tenth: number): number {
  const from = reached((count * tenth) / 10);
  const to = reached((count * (tenth + 1)) / 10);
  return ((to.at - from.at) / (to.ended - from.ended)) * 1_000;
}

/** The commit with which so many had ended; for 0 the last one that only opened task runs. */
function reached(wanted: number): Landed {
  if (wanted === 0) return landed.findLast((commit) => commit.ended === 0) ?? landed[0]!;
  return landed.find((commit) => commit.ended >= wanted) ?? landed.at(-1)!;
}
