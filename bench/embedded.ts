/** One-task executions without HTTP: a Return task, stored with state history, outputs and log, fsync on. */
import type { TenantKey } from '@windhover/model';
import type { Floors } from './floors.ts';
import { oneTask } from './flows.ts';
import { percentile, threadCpuUs, throughput, type Figure } from './measure.ts';
import { openRuntime, type OpenStore } from './open-runtime.ts';

const executions = 20_000;
const inFlight = 256;
const tenantCount = 1_000;

export async function measureEmbedded(
  { groupedExecutionsPerSecond: floor }: Pick<Floors, 'groupedExecutionsPerSecond'>,
  openStore?: OpenStore,
): Promise<Figure[]> {
  const { run, flow, commitsMs, close } = await openRuntime([], undefined, openStore);
  try {
    const shared = flow(oneTask);
    await throughput(executions / 4, inFlight, () => run(shared));
    commitsMs.length = 0;
    const cpuStart = threadCpuUs();
    const one = await throughput(executions, inFlight, () => run(shared));
    const cpuUs = threadCpuUs() - cpuStart;
    const underLoadMs = commitsMs.splice(0);

    const tenants = Array.from({ length: tenantCount }, (_, index) => `tenant${index}` as TenantKey);
    const flows = tenants.map(() => ({ ...shared }));
    const many = await throughput(executions, inFlight, (index) =>
      run(flows[index % tenantCount]!, tenants[index % tenantCount]),
    );
    return [
      { name: 'one tenant', value: one.perSecond, unit: 'executions/s', floor, goal: '≥ 10,000' },
      { name: '1,000 tenants', value: many.perSecond, unit: 'executions/s', floor, goal: '≥ 10,000' },
      { name: 'main thread', value: cpuUs / executions, unit: 'µs an execution' },
      { name: `start to end, ${inFlight} in flight, p50`, value: percentile(one.latenciesMs, 0.5), unit: 'ms' },
      { name: 'commit under load, p50', value: percentile(underLoadMs, 0.5), unit: 'ms' },
      { name: 'commit under load, p99', value: percentile(underLoadMs, 0.99), unit: 'ms' },
    ];
  } finally {
    await close();
  }
}
