/**
 * Which row of a refused commit it was. With row-level security the database names the key that was broken and not the row,
 * so it is looked up; undefined when it has gone meanwhile.
 */
import type { EngineRows } from '@windhover/ports';
import type { Refusal } from '@windhover/sql';
import { bigintArray, integerArray, textArray } from '../connection/array-parameter.ts';
import type { StatementFailed } from '../connection/database-errors.ts';
import type { Reads } from '../reads.ts';

export async function findConflict(
  reads: Reads,
  rows: EngineRows,
  { constraint }: StatementFailed,
): Promise<Refusal | undefined> {
  switch (constraint) {
    case 'executions_pkey':
    case 'executions_key':
      return refusal('Execution', await takenExecution(reads, rows.executionsInserted));
    case 'task_runs_key':
      return refusal('TaskRun', await takenTaskRun(reads, rows.taskRunsEnded));
    case 'ticks_pkey':
      return refusal('Tick', await takenTick(reads, rows.ticks));
    case 'idempotency_pkey':
      return refusal('IdempotencyKey', await takenKey(reads, rows.idempotency));
    case undefined:
      return refusal('Execution', await missingExecution(reads, rows.executionsUpdated));
    default:
      return undefined;
  }
}

type Found = { readonly id?: null | number | string } | undefined;

function refusal(thing: string, found: Found): Refusal | undefined {
  return found && { thing, id: String(found.id) };
}

function takenExecution(reads: Reads, rows: EngineRows['executionsInserted']): Promise<Found> {
  return reads.one(
    `select n.execution_id as id from unnest($1::bigint[], $2::text[], $3::text[]) n(run, tenant_id, execution_id)
     where exists (select 1 from executions e where e.run = n.run)
       or exists (select 1 from executions e where e.tenant_id = n.tenant_id and e.execution_id = n.execution_id) limit 1`,
    bigintArray(rows.map((row) => row.run)),
    textArray(rows.map((row) => row.tenantKey)),
    textArray(rows.map((row) => row.executionId)),
  );
}

function missingExecution(reads: Reads, rows: EngineRows['executionsUpdated']): Promise<Found> {
  return reads.one(
    `select n.execution_id as id from unnest($1::bigint[], $2::text[]) n(run, execution_id)
     where not exists (select 1 from executions e where e.run = n.run and e.execution_id = n.execution_id) limit 1`,
    bigintArray(rows.map((row) => row.run)),
    textArray(rows.map((row) => row.executionId)),
  );
}

function takenTaskRun(reads: Reads, rows: EngineRows['taskRunsEnded']): Promise<Found> {
  return reads.one(
    `select n.ord as id from unnest($1::bigint[], $2::integer[]) n(run, ord)
     where exists (select 1 from task_runs t where t.run = n.run and t.ord = n.ord) limit 1`,
    bigintArray(rows.map((row) => row.run)),
    integerArray(rows.map((row) => row.ord)),
  );
}

function takenTick(reads: Reads, rows: EngineRows['ticks']): Promise<Found> {
  return reads.one(
    `select n.trigger_key as id from unnest($1::text[], $2::text[], $3::bigint[]) n(tenant_id, trigger_key, tick_at)
     where exists (select 1 from ticks t
       where t.tenant_id = n.tenant_id and t.trigger_key = n.trigger_key and t.tick_at = n.tick_at) limit 1`,
    textArray(rows.map((row) => row.tenantKey)),
    textArray(rows.map((row) => row.triggerKey)),
    bigintArray(rows.map((row) => row.tickAt)),
  );
}

function takenKey(reads: Reads, rows: EngineRows['idempotency']): Promise<Found> {
  return reads.one(
    `select n.key as id from unnest($1::text[], $2::text[]) n(tenant_id, key)
     where exists (select 1 from idempotency i where i.tenant_id = n.tenant_id and i.key = n.key) limit 1`,
    textArray(rows.map((row) => row.tenantKey)),
    textArray(rows.map((row) => row.key)),
  );
}
