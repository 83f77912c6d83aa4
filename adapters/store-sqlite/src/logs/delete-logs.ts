import { ordOf, type LogLevel, type TenantKey } from '@windhover/model';
import type { WriteOp } from '@windhover/ports';
import { step, writeOp } from '../step.ts';
import { rankOf, rankSql } from './log-rank.ts';

/** Lines of the level and above go; a chunk that keeps some is written anew, one that keeps none is deleted. */
export function deleteLogs(
  key: TenantKey,
  executionId: string,
  options: { readonly taskRunId?: string; readonly minLevel?: LogLevel } = {},
): WriteOp {
  const ord = options.taskRunId === undefined ? null : (ordOf(executionId, options.taskRunId) ?? noOrd);
  const minimum = rankOf(options.minLevel);
  return writeOp(
    step(
      `update log_chunks set
         level = (select ifnull(max(${rankSql}), 0) from json_each(log_chunks.body) line where ${rankSql} < ?4),
         body = (select json_group_array(json(line.value)) from json_each(log_chunks.body) line where ${rankSql} < ?4)
       where ${ofExecution} and ?4 > 0 and level >= ?4`,
      key,
      executionId,
      ord,
      minimum,
    ),
    step(`delete from log_chunks where ${ofExecution} and (?4 = 0 or body = '[]')`, key, executionId, ord, minimum),
    step(
      `delete from kept_logs where tenant_id = ? and execution_id = ?
         and not exists (select 1 from log_chunks where run = kept_logs.run)`,
      key,
      executionId,
    ),
  );
}

/** No task run has this ordinal. */
const noOrd = -2;

const ofExecution = `tenant_id = ?1 and (?3 is null or ord = ?3) and run in (
  select run from executions where tenant_id = ?1 and execution_id = ?2
  union all select run from kept_logs where tenant_id = ?1 and execution_id = ?2)`;
