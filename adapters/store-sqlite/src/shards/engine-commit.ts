import type { EngineCommit, ShardOwnership } from '@windhover/ports';
import type { Step } from '../step.ts';
import { insertExecutions, updateExecutions } from './execution-rows.ts';
import { writeInbox } from './inbox-rows.ts';
import { replaceLabels } from './label-rows.ts';
import { insertLogs } from './log-rows.ts';
import { insertMetrics } from './metric-rows.ts';
import { insertIdempotency, insertTicks, writeSlots } from './once-rows.ts';
import { replaceQuotaCounts } from './quota-rows.ts';
import { writeTaskRuns } from './task-run-rows.ts';
import { writeTimers } from './timer-rows.ts';

/** The refusal by which a fenced commit is told from a conflict. */
export const fence = 'Shard';

/** A commit of the engine as steps: the fence first, then one statement a kind of row; kinds without rows are left out. */
export function toSteps({ owned, rows }: EngineCommit): readonly Step[] {
  const steps = [
    fenceOf(owned),
    insertExecutions(rows.executionsInserted),
    ...replaceLabels(rows),
    updateExecutions(rows.executionsUpdated),
    ...writeTaskRuns(rows),
    insertLogs(rows.logs),
    insertMetrics(rows.metrics),
    ...writeTimers(rows),
    ...writeInbox(rows),
    ...writeSlots(rows),
    replaceQuotaCounts(rows.quotaCounts),
    insertTicks(rows.ticks),
    insertIdempotency(rows.idempotency),
  ];
  return steps.filter((step) => step.rows.length > 0);
}

function fenceOf(owned: readonly ShardOwnership[]): Step {
  return {
    sql: 'update shards set seq = seq + 1 where shard = ? and epoch = ? and seq = ?',
    rows: owned.map(({ shard, epoch, seq }) => [shard, epoch, seq]),
    expect: { of: 'change', refusal: { thing: fence, id: owned.map(({ shard }) => shard).join() } },
  };
}
