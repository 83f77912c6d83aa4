/** The last resort for an execution that cannot be handled: its rows say FAILED, and the rest of the shard goes on. */
import { endedAt, enter, isTerminal, logLevels } from '@windhover/model';
import { executionBody, toExecution, toLiveTaskRun, type ExecutionRow } from '@windhover/ports';
import type { Batch } from './batch.ts';
import { endedRowOf } from './execution-rows.ts';
import { messageOf } from './rendering.ts';
import type { Tools } from './tools.ts';

/** Writes the end of an execution from its rows alone, with an error log that names the reason. */
export async function giveUp(row: ExecutionRow, cause: unknown, tools: Tools): Promise<(batch: Batch) => void> {
  const at = tools.deps.clock.now();
  const execution = toExecution(row);
  const state = isTerminal(execution.state.current) ? execution.state : enter(execution.state, 'FAILED', at);
  const liveRows = await tools.deps.store.shards.liveTaskRunsOf(row.run);
  const message = `The execution cannot go on and was given up: ${messageOf(cause)}`;
  return (batch) => {
    // Also of one that could not be loaded, so that nobody in memory knows what it holds
    batch.holdSlots(row, []);
    batch.apart.executionsUpdated.push({
      ...row,
      state: state.current,
      endedAt: endedAt(state) ?? at,
      body: executionBody({ ...execution, state }),
    });
    for (const live of liveRows) {
      const stored = toLiveTaskRun(live);
      batch.apart.taskRunsEnded.push(endedRowOf(row, { ...stored, state: enter(stored.state, 'FAILED', at) }, true));
    }
    batch.apart.logs.push({
      run: row.run,
      tenantKey: row.tenantKey,
      ord: -1,
      attempt: 0,
      level: logLevels.indexOf('ERROR'),
      at,
      body: JSON.stringify([{ at, level: 'ERROR', message }]),
    });
  };
}
