import { isTerminal, type Execution, type TaskRun } from '@windhover/model';
import type { MeteredFlow, Meters } from '@windhover/services';
import type { Batch } from './batch.ts';
import type { Held } from './held.ts';

/** What a commit has changed, as figures. */
export function countCommitted(meters: Meters, { states, touched }: Batch): void {
  for (const { held, state } of states) {
    const execution = touched.get(held)?.execution;
    if (execution === undefined) continue;
    if (isTerminal(state)) meters.executionEnded(flowOf(held), state, durationOf(execution));
    else if (state === 'RUNNING' && runs(execution) === 1) meters.executionStarted(flowOf(held));
  }
  for (const [held, { taskRuns }] of touched) {
    for (const last of taskRuns.values()) {
      if (typeof last === 'object') meters.taskRunEnded(flowOf(held), last.state.current, durationOf(last));
    }
  }
}

function flowOf({ live: { flow: compiled } }: Held): MeteredFlow {
  const { tenantId, flow } = compiled;
  return { tenantId, namespace: flow.namespace, flowId: flow.id };
}

/** How often it has begun to run: it does again after a pause or a restart. */
function runs({ state: { histories } }: Execution): number {
  return histories.reduce((count, { state }) => (state === 'RUNNING' ? count + 1 : count), 0);
}

function durationOf({ state: { histories } }: Execution | TaskRun): number {
  return Math.max(0, histories.at(-1)!.at - histories[0]!.at);
}
