import { logLevels, ordOf, type LogLevel, type TenantKey } from '@windhover/model';
import type { LogDeletion, WriteOp } from '@windhover/ports';
import { step, writeOp } from '../step.ts';
import { rankOf, rankSql } from './log-rank.ts';

/** Lines of the levels go; a chunk that keeps some is written anew, one that keeps none is deleted. */
export function deleteLogs(
  key: TenantKey,
  executionId: string,
  { taskRunId, minLevel, levels, sinceAt, untilAt }: LogDeletion = {},
): WriteOp {
  const ord = taskRunId === undefined ? null : (ordOf(executionId, taskRunId) ?? noOrd);
  const ranks = ranksOf(minLevel, levels);
  const chunks = [key, executionId, ord, untilAt ?? null, ranks, sinceAt ?? null] as const;
  return writeOp(
    step(
      `update log_chunks set
         level = (select ifnull(max(${rankSql}), 0) from json_each(log_chunks.body) line where ${isKept}),
         body = (select json_group_array(json(line.value)) from json_each(log_chunks.body) line where ${isKept})
       where ${ofExecution} and ?5 is not null`,
      ...chunks,
    ),
    step(`delete from log_chunks where ${ofExecution} and (?5 is null or body = '[]')`, ...chunks),
    step(
      `delete from kept_logs where tenant_id = ? and execution_id = ?
         and not exists (select 1 from log_chunks where run = kept_logs.run)`,
      key,
      executionId,
    ),
  );
}

/** Ranks of the levels that go, as JSON; null: all. */
function ranksOf(minLevel: LogLevel | undefined, levels: readonly LogLevel[] | undefined): string | null {
  if (minLevel === undefined && levels === undefined) return null;
  const chosen = levels ?? logLevels.filter((level) => rankOf(level) >= rankOf(minLevel));
  return JSON.stringify(chosen.map(rankOf));
}

/** No task run has this ordinal. */
const noOrd = -2;

const isKept = `${rankSql} not in (select value from json_each(?5))`;

const ofExecution = `tenant_id = ?1 and (?3 is null or ord = ?3) and (?4 is null or at <= ?4) and (?6 is null or at >= ?6)
  and run in (
  select run from executions where tenant_id = ?1 and execution_id = ?2
  union all select run from kept_logs where tenant_id = ?1 and execution_id = ?2)`;
