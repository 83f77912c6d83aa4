import { expect, test } from 'vitest';
import type { StateName } from '@windhover/model';
import type { WireExecutionRow } from '../../api/wire.ts';
import { failingFlows, overTime } from './over-time.ts';

const row = (current: StateName, startDate: string, flowId = 'first') =>
  ({ id: `${flowId} ${startDate}`, namespace: 'team', flowId, state: { current, startDate } }) as WireExecutionRow;

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

test('the flow that failed most often comes first, with its newest failure', () => {
  const failed = [
    row('FAILED', '2026-01-03T00:00:00Z', 'rare'),
    row('FAILED', '2026-01-02T00:00:00Z', 'often'),
    row('FAILED', '2026-01-01T00:00:00Z', 'often'),
  ];

  const flows = failingFlows(failed);

  expect(flows.map(({ flowId, count, last }) => [flowId, count, last.state.startDate])).toEqual([
    ['often', 2, '2026-01-02T00:00:00Z'],
    ['rare', 1, '2026-01-03T00:00:00Z'],
  ]);
});
