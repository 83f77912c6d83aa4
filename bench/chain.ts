/** What a step costs: inline tasks in a row, tasks of a worker in a row, and steps of an execution that is large already. */
import { defineTask } from '@windhover/plugin-sdk';
import type { ExecutionHost } from '@windhover/services';
import { defaultTenantKey, type Flow } from '@windhover/model';
import { z } from 'zod';
import type { Floors } from './floors.ts';
import { chain, flowOf, stepsAfter } from './flows.ts';
import { percentile, time, type Figure } from './measure.ts';
import { openRuntime, type BenchRuntime } from './open-runtime.ts';

const length = 500;
const workerLength = 100;
const sizes = [10, 1_000, 10_000] as const;

const nothing = defineTask({
  kind: 'runnable',
  type: 'bench.Nothing',
  title: 'Nothing',
  description: 'Does nothing.',
  properties: z.object({}),
  run: () => Promise.resolve({}),
});

export async function measureChain({ singleCommitMs }: Floors): Promise<Figure[]> {
  const bench = await openRuntime([nothing]);
  try {
    const inline = bench.flow(chain(length));
    const onWorker = bench.flow(
      flowOf(
        'on-worker',
        Array.from({ length: workerLength }, (_, index) => ({ id: `step${index}`, type: nothing.type })),
      ),
    );
    const inlineMs = await medianMs(41, () => bench.run(inline));
    const workerMs = await medianMs(9, () => bench.run(onWorker));
    return [
      { name: `${length} inline tasks in a row`, value: (inlineMs / length) * 1_000, unit: 'µs a step', goal: '≤ 60' },
      {
        name: `${workerLength} tasks of a worker in a row`,
        value: workerMs / workerLength,
        unit: 'ms a step',
        floor: singleCommitMs,
      },
      ...(await stepCosts(bench)),
    ];
  } finally {
    await bench.close();
  }
}

/** Steps behind 10, 1,000 and 10,000 task runs of the same execution, taken in turns. */
async function stepCosts(bench: BenchRuntime): Promise<Figure[]> {
  const flows = sizes.map((size) => bench.flow(stepsAfter(size, length)));
  const samples: number[][] = sizes.map(() => []);
  for (let round = 0; round < 11; round += 1) {
    for (const [index, flow] of flows.entries()) samples[index]!.push(await stepsMs(bench, flow));
  }
  const costsUs = samples.map((ms) => (percentile(ms.slice(1), 0.5) / length) * 1_000);
  return sizes.map((size, index) => ({
    name: `steps of an execution with ${size.toLocaleString('en')} task runs`,
    value: costsUs[index]!,
    unit: 'µs a step',
    ...(index > 0 && { note: `${(costsUs[index]! / costsUs[0]!).toFixed(2)} × that at 10` }),
    ...(size === 10_000 && { goal: '≤ 1.3 × that at 10' }),
  }));
}

async function stepsMs({ runtime: { host }, start }: BenchRuntime, flow: Flow): Promise<number> {
  const { id } = await start(flow);
  await untilPaused(host, id);
  return time(async () => {
    await host.send(defaultTenantKey, id, { kind: 'resumed', at: Date.now() });
    await host.waitForEnd(defaultTenantKey, id, new AbortController().signal);
  });
}

/** An event that changes nothing is answered with the execution as it is. */
async function untilPaused(host: ExecutionHost, id: string): Promise<void> {
  for (;;) {
    const execution = await host.send(defaultTenantKey, id, { kind: 'timerFired', key: 'none', at: Date.now() });
    if (execution?.state.current === 'PAUSED') return;
  }
}

async function medianMs(rounds: number, work: () => Promise<void>): Promise<number> {
  const samples: number[] = [];
  for (let round = 0; round < rounds + 3; round += 1) samples.push(await time(work));
  return percentile(samples.slice(3), 0.5);
}
