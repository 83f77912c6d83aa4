import { taskRunId } from '@windhover/model';
import type { MetricEntry, MetricStore, MetricValue } from '@windhover/ports';
import { askedOrd } from '../executions/asked-ord.ts';
import { rawSql, sql, type Row, type Sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

/** Metrics are looked for among so many of a flow's newest executions. */
const newestExecutions = rawSql('100000');

const selected = sql`select e.execution_id, e.namespace, e.flow_id, c.ord, c.attempt, c.task_id, c.at, c.body`;
const chunks = sql`metric_chunks c on c.run = e.run and c.tenant_id = e.tenant_id`;

/** Metrics of one tenant's executions. */
export function metricStore({ tenant, reads }: ScopeDeps): MetricStore {
  return {
    async ofExecution(executionId, { taskRunId: wanted, taskId } = {}) {
      const ofTaskRun = wanted === undefined ? sql`` : sql`and c.ord = ${askedOrd(executionId, wanted)}`;
      const rows = await reads.list(
        sql`${selected} from executions e join ${chunks}
          where e.tenant_id = ${tenant} and e.execution_id = ${executionId} ${ofTaskRun} ${ofTask(taskId)}
          order by c.ord, c.attempt`,
      );
      return rows.flatMap(toEntries);
    },

    async ofFlow(namespace, flowId, limit, { taskId, fromAt, untilAt } = {}) {
      const since = fromAt === undefined ? sql`` : sql`and c.at >= ${fromAt}`;
      const until = untilAt === undefined ? sql`` : sql`and c.at <= ${untilAt}`;
      const rows = await reads.list(
        sql`${selected} from (
            select * from executions where tenant_id = ${tenant} and namespace = ${namespace} and flow_id = ${flowId}
            order by execution_id desc limit ${newestExecutions}) e
          join ${chunks} where true ${ofTask(taskId)} ${since} ${until}
          order by e.execution_id desc, c.ord, c.attempt limit ${limit}`,
      );
      return rows.flatMap(toEntries);
    },
  };
}

function ofTask(taskId: string | undefined): Sql {
  return taskId === undefined ? sql`` : sql`and c.task_id = ${taskId}`;
}

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
