import { ordOf, taskRunId, type TenantKey } from '@windhover/model';
import type { MetricEntry, MetricStore, MetricValue } from '@windhover/ports';
import type { Row } from '../connection/statement.ts';
import type { Reads } from '../reads.ts';

/** Metrics are looked for among so many of a flow's newest executions. */
const newestExecutions = 100_000;

export function metricStore({ key, reads }: { readonly key: TenantKey; readonly reads: Reads }): MetricStore {
  return {
    async ofExecution(executionId, { taskRunId: wanted, taskId } = {}) {
      const ord = wanted === undefined ? null : (ordOf(executionId, wanted) ?? noOrd);
      const sql = `select ${columns} from executions e join metric_chunks c on c.run = e.run and c.tenant_id = e.tenant_id
        where e.tenant_id = $1 and e.execution_id = $2 and ($3::integer is null or c.ord = $3) and ($4::text is null or c.task_id = $4)
        order by c.ord, c.attempt`;
      return (await reads.list(sql, key, executionId, ord, taskId ?? null)).flatMap(toEntries);
    },

    async ofFlow(namespace, flowId, limit, { taskId, fromAt, untilAt } = {}) {
      const newest = `select * from executions where tenant_id = $1 and namespace = $2 and flow_id = $3
        order by execution_id desc limit ${newestExecutions}`;
      const sql = `select ${columns} from (${newest}) e join metric_chunks c on c.run = e.run and c.tenant_id = e.tenant_id
        where ($4::text is null or c.task_id = $4) and ($5::bigint is null or c.at >= $5) and ($6::bigint is null or c.at <= $6)
        order by e.execution_id desc, c.ord, c.attempt limit $7`;
      const parameters = [key, namespace, flowId, taskId ?? null, fromAt ?? null, untilAt ?? null, limit];
      return (await reads.list(sql, ...parameters)).flatMap(toEntries);
    },
  };
}

/** No task run has this ordinal. */
const noOrd = -2;

const columns = 'e.execution_id, e.namespace, e.flow_id, c.ord, c.attempt, c.task_id, c.at, c.body';

function toEntries(row: Row): readonly MetricEntry[] {
  const executionId = row['execution_id'] as string;
  const owner = {
    executionId,
    namespace: row['namespace'] as string,
    flowId: row['flow_id'] as string,
    taskId: row['task_id'] as string,
    taskRunId: taskRunId(executionId, row['ord'] as number),
    attemptNumber: row['attempt'] as number,
    at: row['at'] as number,
  };
  return (JSON.parse(row['body'] as string) as MetricValue[]).map((value) => ({ ...owner, ...value }));
}
