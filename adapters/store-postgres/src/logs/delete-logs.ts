import { logLevels, ordOf, type LogLevel, type TenantKey } from '@windhover/model';
import type { LogDeletion, WriteOp } from '@windhover/ports';
import { integerArray } from '../connection/array-parameter.ts';
import { step, tenantWrite } from '../step.ts';
import { rankOf, rankSql } from './log-rank.ts';

/** Lines of the levels go; a chunk that keeps some is written anew, one that keeps none is deleted. */
export function deleteLogs(
  key: TenantKey,
  executionId: string,
  { taskRunId, minLevel, levels, sinceAt, untilAt }: LogDeletion = {},
): WriteOp {
  const ord = taskRunId === undefined ? null : (ordOf(executionId, taskRunId) ?? noOrd);
  const ranks = ranksOf(minLevel, levels);
  const chosen = ranks === undefined ? null : integerArray(ranks);
  const chunks = [key, executionId, ord, untilAt ?? null, chosen, sinceAt ?? null] as const;
  return tenantWrite(
    key,
    step(
      `update log_chunks set
         level = (select coalesce(max(${rankSql}), 0) from ${lines} where ${isKept}),
         body = (select '[' || coalesce(string_agg(line.value::text, ',' order by line.number), '') || ']'
           from ${lines} where ${isKept})
       where ${ofExecution} and $5::integer[] is not null`,
      ...chunks,
    ),
    step(`delete from log_chunks where ${ofExecution} and ($5::integer[] is null or body = '[]')`, ...chunks),
    step(
      `delete from kept_logs where tenant_id = $1 and execution_id = $2
         and not exists (select 1 from log_chunks where run = kept_logs.run)`,
      key,
      executionId,
    ),
  );
}

/** Ranks of the levels that go; undefined: all. */
function ranksOf(minLevel: LogLevel | undefined, levels: readonly LogLevel[] | undefined): number[] | undefined {
  if (minLevel === undefined && levels === undefined) return undefined;
  const chosen = levels ?? logLevels.filter((level) => rankOf(level) >= rankOf(minLevel));
  return chosen.map(rankOf);
}

/** No task run has this ordinal. */
const noOrd = -2;

const lines = 'json_array_elements(log_chunks.body::json) with ordinality line(value, number)';
const isKept = `${rankSql} <> all($5::integer[])`;

const ofExecution = `tenant_id = $1 and ($3::integer is null or ord = $3) and ($4::bigint is null or at <= $4)
  and ($6::bigint is null or at >= $6) and run in (
  select run from executions where tenant_id = $1 and execution_id = $2
  union all select run from kept_logs where tenant_id = $1 and execution_id = $2)`;
