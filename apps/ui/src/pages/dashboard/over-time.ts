import type { StateName } from '@windhover/model';
import type { WireExecutionRow } from '../../api/wire.ts';

export interface Slot {
  readonly from: number;
  readonly to: number;
  readonly counts: ReadonlyMap<StateName, number>;
  readonly total: number;
}

/** The executions by the time of their start, in `count` slots of equal length between two instants, oldest first. */
export function overTime(
  executions: readonly Pick<WireExecutionRow, 'state'>[],
  from: number,
  to: number,
  count: number,
): readonly Slot[] {
  const lengthMs = Math.max(1, (to - from) / count);
  const slots = Array.from({ length: count }, () => new Map<StateName, number>());
  for (const { state } of executions) {
    const at = Date.parse(state.startDate);
    if (at < from || at > to) continue;
    const slot = slots[Math.min(count - 1, Math.floor((at - from) / lengthMs))]!;
    slot.set(state.current, (slot.get(state.current) ?? 0) + 1);
  }
  return slots.map((counts, index) => ({
    from: from + index * lengthMs,
    to: from + (index + 1) * lengthMs,
    counts,
    total: [...counts.values()].reduce((sum, part) => sum + part, 0),
  }));
}
