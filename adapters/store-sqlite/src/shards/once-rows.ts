/** Rows that say "this happened already": places under a limit, ticks of triggers, idempotency keys. */
import type { EngineRows } from '@windhover/ports';
import type { Step } from '../step.ts';

/** A slot is held once however often it is taken; what is released and taken in one commit is held. */
export function writeSlots({ slotsReleased, slotsTaken }: Pick<EngineRows, 'slotsReleased' | 'slotsTaken'>): Step[] {
  return [
    {
      sql: 'delete from slots where tenant_id = ? and execution_id = ?',
      rows: slotsReleased.map((row) => [row.tenantKey, row.executionId]),
    },
    {
      sql: 'insert or ignore into slots(tenant_id, scope, execution_id, lent_by) values (?, ?, ?, ?)',
      rows: slotsTaken.map((row) => [row.tenantKey, row.scope, row.executionId, row.lentBy]),
    },
  ];
}

export function insertTicks(rows: EngineRows['ticks']): Step {
  return {
    sql: 'insert into ticks(tenant_id, trigger_key, tick_at, execution_id) values (?, ?, ?, ?)',
    rows: rows.map((row) => [row.tenantKey, row.triggerKey, row.tickAt, row.executionId]),
    expect: { of: 'change', refusal: { thing: 'Tick', id: '' }, idAt: 1 },
  };
}

export function insertIdempotency(rows: EngineRows['idempotency']): Step {
  return {
    sql: 'insert into idempotency(tenant_id, key, execution_id, created_at) values (?, ?, ?, ?)',
    rows: rows.map((row) => [row.tenantKey, row.key, row.executionId, row.createdAt]),
    expect: { of: 'change', refusal: { thing: 'IdempotencyKey', id: '' }, idAt: 1 },
  };
}
