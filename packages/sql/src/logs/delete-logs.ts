import { logLevels, type LogLevel } from '@windhover/model';
import type { LogDeletion } from '@windhover/ports';
import type { Dialect } from '../dialect.ts';
import { askedOrd } from '../executions/asked-ord.ts';
import { oneOf } from '../search/filters.ts';
import { step, type SqlStep } from '../sql-step.ts';
import { and, sql, type OneTenant, type Sql } from '../sql-text.ts';
import { chunkSpanMs, lineAt } from './line-time.ts';
import { rankOf, rankSql } from './log-rank.ts';

/** The lines that are asked for go; a chunk that keeps some is written anew, one that keeps none is deleted. */
export function deleteLogs(
  dialect: Dialect,
  tenant: OneTenant,
  executionId: string,
  deletion: LogDeletion = {},
): readonly SqlStep[] {
  const chunks = chosenChunks(tenant, executionId, deletion);
  const lines = chosenLines(deletion);
  return [
    ...(lines.length === 0
      ? [step(sql`delete from log_chunks where ${chunks}`)]
      : [takeLines(dialect, chunks, and(lines)), step(sql`delete from log_chunks where ${chunks} and body = '[]'`)]),
    step(
      sql`delete from kept_logs where tenant_id = ${tenant} and execution_id = ${executionId}
        and not exists (select 1 from log_chunks where run = kept_logs.run)`,
    ),
  ];
}

function takeLines({ linesOf, linesAsArray }: Dialect, chunks: Sql, taken: Sql): SqlStep {
  const kept = sql`${linesOf(sql`log_chunks.body`)} where not (${taken})`;
  return step(
    sql`update log_chunks set level = (select coalesce(max(${rankSql}), 0) from ${kept}),
      body = (select ${linesAsArray} from ${kept}) where ${chunks}`,
  );
}

/** What must hold of a line; nothing when whole chunks go. */
function chosenLines({ minLevel, levels, sinceAt, untilAt }: LogDeletion): readonly Sql[] {
  const chosen = minLevel === undefined && levels === undefined ? undefined : levelsOf(minLevel, levels);
  return [
    ...(chosen === undefined ? [] : [oneOf(rankSql, chosen.map(rankOf))]),
    ...(untilAt === undefined ? [] : [sql`${lineAt} <= ${untilAt}`]),
    ...(sinceAt === undefined ? [] : [sql`${lineAt} >= ${sinceAt}`]),
  ];
}

function levelsOf(minLevel: LogLevel | undefined, levels: readonly LogLevel[] | undefined): readonly LogLevel[] {
  return levels ?? logLevels.filter((level) => rankOf(level) >= rankOf(minLevel));
}

function chosenChunks(tenant: OneTenant, executionId: string, { taskRunId, sinceAt, untilAt }: LogDeletion): Sql {
  const ofExecution = sql`tenant_id = ${tenant} and execution_id = ${executionId}`;
  return and([
    sql`tenant_id = ${tenant}`,
    ...(taskRunId === undefined ? [] : [sql`ord = ${askedOrd(executionId, taskRunId)}`]),
    ...(untilAt === undefined ? [] : [sql`at <= ${untilAt}`]),
    ...(sinceAt === undefined ? [] : [sql`at >= ${sinceAt - chunkSpanMs}`]),
    sql`run in (select run from executions where ${ofExecution} union all select run from kept_logs where ${ofExecution})`,
  ]);
}
