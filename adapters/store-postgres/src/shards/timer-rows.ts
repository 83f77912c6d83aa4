import type { EngineRows, TimerRow } from '@windhover/ports';
import { bigint, deletion, insertion, integer, text, type Section } from './section.ts';

/** What is cleared and set again in one commit stays set. */
export function writeTimers({ timersCleared, timersSet }: Pick<EngineRows, 'timersCleared' | 'timersSet'>): Section[] {
  return [
    deletion('timers_cleared', 'timers', keysOf(timersCleared)),
    insertion(
      'timers_set',
      'timers',
      [
        ...keysOf(timersSet),
        text(
          'tenant_id',
          timersSet.map((row) => row.tenantKey),
        ),
      ],
      { onConflict: 'on conflict do nothing', after: ['timers_cleared'] },
    ),
  ];
}

function keysOf(rows: readonly TimerRow[]) {
  return [
    integer(
      'shard',
      rows.map((row) => row.shard),
    ),
    bigint(
      'due_at',
      rows.map((row) => row.dueAt),
    ),
    bigint(
      'run',
      rows.map((row) => row.run),
    ),
    text(
      'key',
      rows.map((row) => row.key),
    ),
  ];
}
