import { ordOf, type TenantKey } from '@windhover/model';
import type { LogStore, StoredLogLine } from '@windhover/ports';
import type { Reads } from '../reads.ts';
import { deleteLogs } from './delete-logs.ts';
import { toLogEntry } from './log-entry.ts';
import { rankOf } from './log-rank.ts';
import { searchLogs } from './search-logs.ts';

export interface LogStoreDeps {
  readonly key: TenantKey;
  readonly reads: Reads;
}

export function logStore({ key, reads }: LogStoreDeps): LogStore {
  return {
    async ofExecution(executionId, { minLevel, taskId, taskRunId: wanted, attempt } = {}) {
      const owner = await reads.one(ownerOf, key, executionId, key, executionId);
      if (owner === undefined) return [];
      const ord = wanted === undefined ? undefined : ordOf(executionId, wanted);
      if (wanted !== undefined && ord === undefined) return [];
      const sql = `select ord, attempt, body from log_chunks where run = $1 and tenant_id = $2 and level >= $3
        and ($4::integer is null or ord = $4) and ($5::integer is null or attempt = $5) order by at, number`;
      const minimum = rankOf(minLevel);
      const chunks = await reads.list(sql, owner['run']!, key, minimum, ord ?? null, attempt ?? null);
      return chunks
        .flatMap((chunk) =>
          (JSON.parse(chunk['body'] as string) as StoredLogLine[]).map((line) => toLogEntry(owner, chunk, line)),
        )
        .filter((entry) => rankOf(entry.level) >= minimum && (taskId === undefined || entry.taskId === taskId))
        .sort((one, other) => one.at - other.at);
    },

    search: (filters, page, visible) => searchLogs(reads, key, filters, page, visible),

    deleteOfExecution: (executionId, options) => deleteLogs(key, executionId, options),
  };
}

const ownerOf = `
  select run, execution_id, namespace, flow_id from executions where tenant_id = $1 and execution_id = $2
  union all select run, execution_id, namespace, flow_id from kept_logs where tenant_id = $3 and execution_id = $4`;
