import { expect, test } from 'vitest';
import type { StateName } from '@windhover/model';
import type { WireExecutionRow } from '../../api/wire.ts';
import { overTime } from './over-time.ts';

const row = (current: StateName, startDate: string) => ({ state: { current, startDate } }) as WireExecutionRow;

test('executions are counted by state in the slot in which they began; those outside are left out', () => {
  const rows = [
    row('SUCCESS', '2026-01-01T00:30:00Z'),
    row('FAILED', '2026-01-01T00:59:59Z'),
    row('SUCCESS', '2026-01-01T02:00:00Z'),
    row('SUCCESS', '2025-12-31T23:59:59Z'),
  ];

  const slots = overTime(rows, Date.parse('2026-01-01T00:00:00Z'), Date.parse('2026-01-01T02:00:00Z'), 2);

  expect(slots.map(({ counts, total }) => [Object.fromEntries(counts), total])).toEqual([
    [{ SUCCESS: 1, FAILED: 1 }, 2],
    [{ SUCCESS: 1 }, 1],
  ]);
});
