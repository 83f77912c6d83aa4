import { expect, test } from 'vitest';
import type { StateName } from '@windhover/model';
import type { WireTaskRun } from '../api/wire.ts';
import { summariesOf } from './task-summary.ts';

const run = (taskId: string, current: StateName, startDate = '2026-01-01T00:00:00Z', endDate?: string) =>
  ({ id: `${taskId} ${current}`, taskId, state: { current, startDate, endDate } }) as unknown as WireTaskRun;
const stateOf = (...states: StateName[]) => summariesOf(states.map((state) => run('a', state))).get('a')!.state;

test('a task that was run many times shows what runs first, then what waits, then what went worst', () => {
  expect(stateOf('SUCCESS', 'RUNNING', 'FAILED')).toBe('RUNNING');
  expect(stateOf('SUCCESS', 'CREATED', 'FAILED')).toBe('CREATED');
  expect(stateOf('SUCCESS', 'WARNING', 'FAILED')).toBe('FAILED');
  expect(stateOf('SKIPPED', 'SUCCESS')).toBe('SUCCESS');
});

test('it lasts from the first start to the last end, and goes on while one is open', () => {
  const first = run('a', 'SUCCESS', '2026-01-01T00:00:02Z', '2026-01-01T00:00:03Z');
  const second = run('a', 'FAILED', '2026-01-01T00:00:01Z', '2026-01-01T00:00:09Z');

  expect(summariesOf([first, second]).get('a')).toMatchObject({
    from: '2026-01-01T00:00:01Z',
    to: '2026-01-01T00:00:09Z',
  });
  expect(summariesOf([first, run('a', 'RUNNING')]).get('a')!.to).toBeUndefined();
  expect([...summariesOf([first, run('b', 'RUNNING')]).keys()]).toEqual(['a', 'b']);
});
