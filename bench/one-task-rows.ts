/** What benchmarks of stores commit: executions of one task. */
import { timeOrderedId, type TenantKey } from '@windhover/model';
import { noRows, type EngineRows, type Store } from '@windhover/ports';

export interface RowsKind {
  readonly tenants: number;
  /** Whether each execution has a label. */
  readonly labelled: boolean;
}

const startedAt = Date.UTC(2025, 0, 31);
const random = new Uint8Array(10);
// sizes as in life: an execution of 600 B, a task run of 400 B with outputs of 200 B, two log lines
const executionBody = JSON.stringify({ labels: [], originalId: '', rest: 'x'.repeat(540) });
const taskRunBody = JSON.stringify({ state: 'y'.repeat(385) });
const outputs = JSON.stringify({ value: 'z'.repeat(187) });
const logBody = JSON.stringify([1, 2].map((at) => ({ at, level: 'INFO', message: 'm'.repeat(60), taskId: 'task' })));

/** Executions that began and ended within the commit, tenants in turn. */
export function oneTaskRows(first: number, count: number, { tenants, labelled }: RowsKind): EngineRows {
  const made = Array.from({ length: count }, (_, index) => {
    const run = first + index + 1;
    const createdAt = startedAt + run;
    crypto.getRandomValues(random);
    const tenantKey = `tenant${run % tenants}` as TenantKey;
    return { run, createdAt, tenantKey, executionId: timeOrderedId(createdAt, random) };
  });
  return {
    ...noRows,
    executionsInserted: made.map((facts) => ({
      ...facts,
      namespace: `company.team${facts.run % 7}`,
      flowId: `flow${facts.run % 13}`,
      revision: 1,
      state: 'SUCCESS',
      endedAt: facts.createdAt + 5,
      shard: 0,
      kind: null,
      parentId: null,
      correlationId: null,
      triggerExecutionId: null,
      body: executionBody,
    })),
    taskRunsEnded: made.map(({ run, tenantKey }) => ({
      run,
      tenantKey,
      ord: 0,
      parentOrd: -1,
      taskId: 'task',
      value: null,
      iteration: null,
      state: 'SUCCESS',
      body: taskRunBody,
      outputs,
      wasLive: false,
    })),
    logs: made.map(({ run, tenantKey, createdAt }) => ({
      run,
      tenantKey,
      ord: 0,
      attempt: 1,
      level: 2,
      at: createdAt,
      body: logBody,
    })),
    labels: labelled
      ? made.map(({ run, tenantKey, executionId }) => ({
          tenantKey,
          executionId,
          labels: [{ key: 'team', value: `team${run % 20}` }],
        }))
      : [],
  };
}

/** Commits as the owner of the store's first shard. */
export async function commitsOf(store: Store): Promise<(rows: EngineRows) => Promise<void>> {
  let owned = (await store.shards.take([0], 'bench'))[0]!;
  return async (rows) => {
    const commit = store.shards.commit({ owned: [owned], rows });
    owned = { ...owned, seq: owned.seq + 1 };
    if ((await commit) !== 'committed') throw new Error('The commit was fenced');
  };
}
