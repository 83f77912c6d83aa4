/** While 10,000 executions are live: what new ones cost, and what it costs to move all of them on. */
import type { TenantKey } from '@windhover/model';
import type { Floors } from './floors.ts';
import { oneTask, resting } from './flows.ts';
import { throughput, time, type Figure } from './measure.ts';
import { openRuntime } from './open-runtime.ts';

const liveCount = 10_000;
const tenantCount = 1_000;
const executions = 10_000;
const inFlight = 256;

export async function measureLiveExecutions({ groupedExecutionsPerSecond: floor }: Floors): Promise<Figure[]> {
  const { runtime, run, start, flow, close } = await openRuntime();
  try {
    const tenants = Array.from({ length: tenantCount }, (_, index) => `tenant${index}` as TenantKey);
    const flows = tenants.map(() => flow(resting));
    const small = flow(oneTask);
    await throughput(executions / 4, inFlight, () => run(small));

    const live: { readonly id: string; readonly tenantKey: TenantKey }[] = [];
    const begun = await throughput(liveCount, inFlight, async (index) => {
      const tenantKey = tenants[index % tenantCount]!;
      const { id } = await start(flows[index % tenantCount]!, tenantKey);
      live.push({ id, tenantKey });
    });
    if (runtime.statistics().liveExecutions !== liveCount) throw new Error('Not all executions are live');

    const among = await throughput(executions, inFlight, () => run(small));
    const movedMs = await time(async () => {
      await throughput(liveCount, inFlight, async (index) => {
        const { id, tenantKey } = live[index]!;
        await runtime.host.send(tenantKey, id, { kind: 'resumed', at: Date.now() });
        await runtime.host.waitForEnd(tenantKey, id, new AbortController().signal);
      });
    });
    return [
      { name: 'executions that come to rest', value: begun.perSecond, unit: 'executions/s', floor },
      { name: 'one-task executions among 10,000 live ones', value: among.perSecond, unit: 'executions/s', floor },
      { name: 'live ones resumed and ended', value: (liveCount / movedMs) * 1_000, unit: 'executions/s', floor },
    ];
  } finally {
    await close();
  }
}
