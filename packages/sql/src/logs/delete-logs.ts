import { logLevels, ordOf, type LogLevel } from '@windhover/model';
import type { LogDeletion } from '@windhover/ports';
import type { Dialect } from '../dialect.ts';
import { oneOf } from '../search/filters.ts';
import { step, type SqlStep } from '../sql-step.ts';
import { and, sql, type OneTenant, type Sql } from '../sql-text.ts';
import { rankOf, rankSql } from './log-rank.ts';

/** Lines of the levels go; a chunk that keeps some is written anew, one that keeps none is deleted. */
export function deleteLogs(
  dialect: Dialect,
  tenant: OneTenant,
  executionId: string,
  deletion: LogDeletion = {},
): readonly SqlStep[] {
  const chosen = chosenChunks(tenant, executionId, deletion);
  const ranks = ranksOf(deletion);
  return [
    ...(ranks === undefined
      ? [step(sql`delete from log_chunks where ${chosen}`)]
      : [takeLines(dialect, chosen, ranks), step(sql`delete from log_chunks where ${chosen} and body = '[]'`)]),
    step(
      sql`delete from kept_logs where tenant_id = ${tenant} and execution_id = ${executionId}
        and not exists (select 1 from log_chunks where run = kept_logs.run)`,
    ),
  ];
}

function takeLines({ linesOf, linesAsArray }: Dialect, chunks: Sql, ranks: readonly number[]): SqlStep {
  const kept = sql`${linesOf(sql`log_chunks.body`)} where not ${oneOf(rankSql, ranks)}`;
  return step(
    sql`update log_chunks set level = (select coalesce(max(${rankSql}), 0) from ${kept}),
      body = (select ${linesAsArray} from ${kept}) where ${chunks}`,
  );
}

/** Ranks of the levels that go; undefined: all. */
function ranksOf({ minLevel, levels }: LogDeletion): readonly number[] | undefined {
  if (minLevel === undefined && levels === undefined) return undefined;
  const chosen: readonly LogLevel[] = levels ?? logLevels.filter((level) => rankOf(level) >= rankOf(minLevel));
  return chosen.map(rankOf);
}

/** No task run has this ordinal. */
const noOrd = -2;

function chosenChunks(tenant: OneTenant, executionId: string, { taskRunId, sinceAt, untilAt }: LogDeletion): Sql {
  const ofExecution = sql`tenant_id = ${tenant} and execution_id = ${executionId}`;
  return and([
    sql`tenant_id = ${tenant}`,
    ...(taskRunId === undefined ? [] : [sql`ord = ${ordOf(executionId, taskRunId) ?? noOrd}`]),
    ...(untilAt === undefined ? [] : [sql`at <= ${untilAt}`]),
    ...(sinceAt === undefined ? [] : [sql`at >= ${sinceAt}`]),
    sql`run in (select run from executions where ${ofExecution} union all select run from kept_logs where ${ofExecution})`,
  ]);
}
