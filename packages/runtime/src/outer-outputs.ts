/** Outputs that an iteration of a Loop sees of the executions around it. */
import { provideOuterOutputs } from '@windhover/engine';
import type { TaskRun } from '@windhover/model';
import { toEndedTaskRun, toLiveTaskRun } from '@windhover/ports';
import type { Held } from './held.ts';
import { openerOf, openTaskRuns } from './hidden-values.ts';
import type { Tools } from './tools.ts';

/** Puts the outputs of one task into memory, as the nearest execution around has them; answers how to take them out. */
export async function loadOuterOutputs(held: Held, taskId: string, { deps }: Tools): Promise<() => void> {
  const { live, tenantKey } = held;
  const { shards } = deps.store;
  const opener = openerOf(held, deps);
  for (const executionId of live.begunFrom.loopRun?.within ?? []) {
    const execution = await shards.findExecution(tenantKey, executionId);
    if (execution === undefined) continue;
    const ended = await openTaskRuns((await shards.outputsOf(execution.run, [taskId])).map(toEndedTaskRun), opener);
    if (ended.length > 0 && ended.every(({ parentOrd }) => parentOrd < 0)) {
      return provideOuterOutputs(live, taskId, ended, () => undefined);
    }
    // Flowables around the Loop have outputs while they run
    const open = await openTaskRuns((await shards.liveTaskRunsOf(execution.run)).map(toLiveTaskRun), opener);
    const rows = [...ended, ...open.filter((row) => row.taskId === taskId && row.outputs !== undefined)];
    if (rows.length === 0) continue;
    const others = (await shards.endedTaskRuns(execution.run)).map(toEndedTaskRun);
    const all: readonly TaskRun[] = [...(await openTaskRuns(others, opener)), ...open];
    const byOrd = new Map(all.map((row) => [row.ord, row]));
    return provideOuterOutputs(live, taskId, rows, (ord) => byOrd.get(ord));
  }
  return provideOuterOutputs(live, taskId, [], () => undefined);
}
