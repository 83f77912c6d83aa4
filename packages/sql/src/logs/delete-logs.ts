import { logLevels, type LogLevel } from '@windhover/model';
import type { LineDeletion, LogDeletion, TriggerOf } from '@windhover/ports';
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
  return [
    ...deleteLines(dialect, chunksOf(tenant, executionId, deletion), deletion),
    step(
      sql`delete from kept_logs where tenant_id = ${tenant} and execution_id = ${executionId}
        and not exists (select 1 from log_chunks where run = kept_logs.run)`,
    ),
  ];
}

/** The same of what a trigger wrote. */
export function deleteTriggerLogs(
  dialect: Dialect,
  tenant: OneTenant,
  { namespace, flowId, triggerId }: TriggerOf,
  deletion: LineDeletion = {},
): readonly SqlStep[] {
  const ofTrigger = [
    sql`tenant_id = ${tenant} and trigger_id = ${triggerId} and namespace = ${namespace} and flow_id = ${flowId}`,
  ];
  return deleteLines(dialect, and([...ofTrigger, ...within(deletion)]), deletion);
}

function deleteLines(dialect: Dialect, chunks: Sql, deletion: LogDeletion): readonly SqlStep[] {
  const lines = chosenLines(deletion);
  if (lines.length === 0) return [step(sql`delete from log_chunks where ${chunks}`)];
  return [takeLines(dialect, chunks, and(lines)), step(sql`delete from log_chunks where ${chunks} and body = '[]'`)];
}

function takeLines({ linesOf, linesAsArray }: Dialect, chunks: Sql, taken: Sql): SqlStep {
  const kept = sql`${linesOf(sql`log_chunks.body`)} where not (${taken})`;
  return step(
    sql`update log_chunks set level = (select coalesce(max(${rankSql}), 0) from ${kept}),
      body = (select ${linesAsArray} from ${kept}) where ${chunks}`,
  );
}

/** What must hold of a line; nothing when whole chunks go. */
function chosenLines({ minLevel, levels, sinceAt, untilAt, taskId }: LogDeletion): readonly Sql[] {
  const chosen = minLevel === undefined && levels === undefined ? undefined : levelsOf(minLevel, levels);
  return [
    ...(chosen === undefined ? [] : [oneOf(rankSql, chosen.map(rankOf))]),
    ...(untilAt === undefined ? [] : [sql`${lineAt} <= ${untilAt}`]),
    ...(sinceAt === undefined ? [] : [sql`${lineAt} >= ${sinceAt}`]),
    ...(taskId === undefined ? [] : [sql`coalesce(line.value ->> 'taskId', '') = ${taskId}`]),
  ];
}

function levelsOf(minLevel: LogLevel | undefined, levels: readonly LogLevel[] | undefined): readonly LogLevel[] {
  return levels ?? logLevels.filter((level) => rankOf(level) >= rankOf(minLevel));
}

function chunksOf(tenant: OneTenant, executionId: string, deletion: LogDeletion): Sql {
  const { taskRunId, attempt } = deletion;
  const ofExecution = sql`tenant_id = ${tenant} and execution_id = ${executionId}`;
  return and([
    sql`tenant_id = ${tenant}`,
    ...(taskRunId === undefined ? [] : [sql`ord = ${askedOrd(executionId, taskRunId)}`]),
    ...(attempt === undefined ? [] : [sql`attempt = ${attempt}`]),
    ...within(deletion),
    sql`run in (select run from executions where ${ofExecution} union all select run from kept_logs where ${ofExecution})`,
  ]);
}

/** Chunks that can hold lines of that time. */
function within({ sinceAt, untilAt }: LineDeletion): readonly Sql[] {
  return [
    ...(untilAt === undefined ? [] : [sql`at <= ${untilAt}`]),
    ...(sinceAt === undefined ? [] : [sql`at >= ${sinceAt - chunkSpanMs}`]),
  ];
}
