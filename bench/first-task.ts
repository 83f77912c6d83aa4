/** From the call that starts an execution to its first task running on a worker, with nothing else to do. */
import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';
import type { Floors } from './floors.ts';
import { flowOf, namespace } from './flows.ts';
import { percentile, type Figure } from './measure.ts';
import { openRuntime, type OpenStore } from './open-runtime.ts';
import { authorization, type ServerProcess } from './server-process.ts';

const count = 400;
const warmUp = 200;
const goal = { p50: '≤ 3', p99: '≤ 10' };

export async function measureFirstTask(
  { singleCommitMs }: Pick<Floors, 'singleCommitMs'>,
  openStore?: OpenStore,
): Promise<Figure[]> {
  let begins = (): void => undefined;
  const tell = defineTask({
    kind: 'runnable',
    type: 'bench.Tell',
    title: 'Tell',
    description: 'Tells that it runs.',
    properties: z.object({}),
    run() {
      begins();
      return Promise.resolve({});
    },
  });
  const bench = await openRuntime([tell], undefined, openStore);
  try {
    const flow = bench.flow(flowOf('tell', [{ id: 'first', type: tell.type }]));
    const samples: number[] = [];
    for (let index = 0; index < count + warmUp; index += 1) {
      const began = performance.now();
      const running = new Promise<number>((resolve) => (begins = () => resolve(performance.now())));
      await bench.run(flow);
      samples.push((await running) - began);
    }
    return figures('embedded', samples.slice(warmUp), singleCommitMs);
  } finally {
    await bench.close();
  }
}

/** The date of RUNNING in the history of the task run tells it, on the server's clock, which is ours; to the millisecond. */
export async function measureFirstTaskOverHttp(server: ServerProcess, { singleCommitMs }: Floors): Promise<Figure[]> {
  const wait = { id: 'first', type: 'io.kestra.plugin.core.flow.Sleep', duration: 'PT0S' };
  await server.call('POST', '/main/flows', flowYaml('tell', [wait]));
  const samples: number[] = [];
  for (let index = 0; index < count + warmUp; index += 1) {
    const began = performance.timeOrigin + performance.now();
    const path = `/main/executions/${namespace}/tell?wait=true`;
    const response = await fetch(`${server.url}/api/v1${path}`, { method: 'POST', headers: { authorization } });
    const execution = (await response.json()) as {
      taskRunList: { state: { histories: { state: string; date: string }[] } }[];
    };
    const running = execution.taskRunList[0]!.state.histories.find(({ state }) => state === 'RUNNING')!;
    // Dates are whole milliseconds, rounded down
    samples.push(Date.parse(running.date) + 0.5 - began);
  }
  return figures('HTTP', samples.slice(warmUp), singleCommitMs);
}

/** A flow as the API takes it. */
export function flowYaml(id: string, tasks: readonly object[], more: object = {}): string {
  return `id: ${id}\nnamespace: ${namespace}\n${Object.entries({ tasks, ...more })
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('')}`;
}

function figures(name: string, samples: readonly number[], floor: number): Figure[] {
  return [
    { name: `${name}, p50`, value: percentile(samples, 0.5), unit: 'ms', floor, goal: goal.p50 },
    { name: `${name}, p99`, value: percentile(samples, 0.99), unit: 'ms', floor, goal: goal.p99 },
  ];
}
