import type { LogStore, StoredLogLine } from '@windhover/ports';
import { askedOrd } from '../executions/asked-ord.ts';
import { step } from '../sql-step.ts';
import { sql, type Sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';
import { deleteLogs, deleteTriggerLogs } from './delete-logs.ts';
import { toLogEntry } from './log-entry.ts';
import { rankOf } from './log-rank.ts';
import { searchLogs } from './search-logs.ts';

/** The number of lines that belong to no execution. */
const ofNoExecution = 0;

/** Logs of one tenant's triggers and executions, also of those that are gone while their logs were kept. */
export function logStore(deps: ScopeDeps): LogStore {
  const { tenant, reads, dialect, write, writeRetained } = deps;
  return {
    async ofExecution(executionId, { minLevel, taskId, taskRunId: wanted, attempt } = {}) {
      const owner = await reads.one(
        sql`select run, execution_id, namespace, flow_id from executions
            where tenant_id = ${tenant} and execution_id = ${executionId}
          union all select run, execution_id, namespace, flow_id from kept_logs
            where tenant_id = ${tenant} and execution_id = ${executionId}`,
      );
      if (owner === undefined) return [];
      const ord = wanted === undefined ? undefined : askedOrd(executionId, wanted);
      const minimum = rankOf(minLevel);
      const chunks = await reads.list(
        sql`select ord, attempt, body from log_chunks
          where run = ${owner['run']!} and tenant_id = ${tenant} and level >= ${minimum}
            ${equals(sql`ord`, ord)} ${equals(sql`attempt`, attempt)} order by at, ${dialect.chunkNumber}`,
      );
      return chunks
        .flatMap((chunk) =>
          (JSON.parse(chunk['body'] as string) as StoredLogLine[]).map((line) => toLogEntry(owner, chunk, line)),
        )
        .filter((entry) => rankOf(entry.level) >= minimum && (taskId === undefined || entry.taskId === taskId))
        .sort((one, other) => one.at - other.at);
    },

    search: (filters, page, visible) => searchLogs(deps, filters, page, visible),

    deleteOfExecution: (executionId, options) => writeRetained(...deleteLogs(dialect, tenant, executionId, options)),

    appendOfTrigger: ({ namespace, flowId, triggerId }, lines) =>
      write(
        step(
          sql`insert into log_chunks(run, tenant_id, ord, attempt, level, at, body, namespace, flow_id, trigger_id)
            values (${ofNoExecution}, ${tenant}, -1, 0, ${Math.max(...lines.map(({ level }) => rankOf(level)))},
              ${lines[0]!.at}, ${dialect.readableJson(JSON.stringify(lines))}, ${namespace}, ${flowId}, ${triggerId})`,
        ),
      ),

    deleteOfTrigger: (trigger, options) => writeRetained(...deleteTriggerLogs(dialect, tenant, trigger, options)),
  };
}

function equals(column: Sql, value: number | undefined): Sql {
  return value === undefined ? sql`` : sql`and ${column} = ${value}`;
}
