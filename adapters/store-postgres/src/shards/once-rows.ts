/** Rows that say "this happened already": places under a limit, ticks of triggers, idempotency keys. */
import type { EngineRows } from '@windhover/ports';
import { bigint, deletion, insertion, text, type Section } from './section.ts';

/** A slot is held once however often it is taken; what is released and taken in one commit is held. */
export function writeSlots({ slotsReleased, slotsTaken }: Pick<EngineRows, 'slotsReleased' | 'slotsTaken'>): Section[] {
  return [
    deletion('slots_released', 'slots', [
      text(
        'tenant_id',
        slotsReleased.map((row) => row.tenantKey),
      ),
      text(
        'execution_id',
        slotsReleased.map((row) => row.executionId),
      ),
    ]),
    insertion(
      'slots_taken',
      'slots',
      [
        text(
          'tenant_id',
          slotsTaken.map((row) => row.tenantKey),
        ),
        text(
          'scope',
          slotsTaken.map((row) => row.scope),
        ),
        text(
          'execution_id',
          slotsTaken.map((row) => row.executionId),
        ),
        text(
          'lent_by',
          slotsTaken.map((row) => row.lentBy),
        ),
      ],
      { onConflict: 'on conflict do nothing', after: ['slots_released'] },
    ),
  ];
}

export function insertTicks(rows: EngineRows['ticks']): Section {
  return insertion('ticks_taken', 'ticks', [
    text(
      'tenant_id',
      rows.map((row) => row.tenantKey),
    ),
    text(
      'trigger_key',
      rows.map((row) => row.triggerKey),
    ),
    bigint(
      'tick_at',
      rows.map((row) => row.tickAt),
    ),
    text(
      'execution_id',
      rows.map((row) => row.executionId),
    ),
  ]);
}

export function insertIdempotency(rows: EngineRows['idempotency']): Section {
  return insertion('keys_taken', 'idempotency', [
    text(
      'tenant_id',
      rows.map((row) => row.tenantKey),
    ),
    text(
      'key',
      rows.map((row) => row.key),
    ),
    text(
      'execution_id',
      rows.map((row) => row.executionId),
    ),
    bigint(
      'created_at',
      rows.map((row) => row.createdAt),
    ),
  ]);
}
