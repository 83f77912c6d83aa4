import { expect, test } from 'vitest';
import type { WireState, WireTaskRun } from '../api/wire.ts';
import { ganttRows } from './gantt-rows.ts';
import { segmentsOf } from './gantt-segments.ts';

const iso = (ms: number) => new Date(ms).toISOString();
const state = (...entries: (readonly [WireState['current'], number])[]): WireState => {
  const last = entries.at(-1)!;
  const ended = last[0] === 'SUCCESS' || last[0] === 'FAILED';
  return {
    current: last[0],
    startDate: iso(entries[0]![1]),
    ...(ended ? { endDate: iso(last[1]) } : {}),
    histories: entries.map(([name, at]) => ({ state: name, date: iso(at) })),
  };
};
const run = (of: WireState, more: Partial<WireTaskRun> = {}): WireTaskRun => ({
  id: 'a',
  taskId: 'a',
  state: of,
  ...more,
});

test('the time of work has the colour of the end, the time before it is waiting', () => {
  const segments = segmentsOf(run(state(['CREATED', 0], ['RUNNING', 100], ['SUCCESS', 300])), 999);

  expect(segments).toEqual([
    { from: 0, to: 100, state: 'CREATED', waiting: true },
    { from: 100, to: 300, state: 'SUCCESS', waiting: false },
  ]);
});

test('what still runs reaches to now', () => {
  expect(segmentsOf(run(state(['CREATED', 0], ['RUNNING', 100])), 450).at(-1)).toMatchObject({
    to: 450,
    state: 'RUNNING',
  });
});

test('each of several attempts is a stretch of its own', () => {
  const attempts = [
    { state: state(['RUNNING', 10], ['FAILED', 20]) },
    { state: state(['RUNNING', 40], ['SUCCESS', 50]) },
  ];

  const segments = segmentsOf(
    run(state(['CREATED', 0], ['RUNNING', 10], ['RETRYING', 20], ['RUNNING', 40], ['SUCCESS', 50]), { attempts }),
    99,
  );

  expect(
    segments.filter((segment) => segment.attempt !== undefined).map((segment) => [segment.attempt, segment.state]),
  ).toEqual([
    [1, 'FAILED'],
    [2, 'SUCCESS'],
  ]);
  expect(segments).toContainEqual({ from: 20, to: 40, state: 'RETRYING', waiting: true });
});

test('children stand below their parent and are left out when it is folded', () => {
  const runs = [
    run(state(['RUNNING', 0]), { id: 'p' }),
    run(state(['RUNNING', 0]), { id: 'q' }),
    run(state(['RUNNING', 0]), { id: 'c', parentTaskRunId: 'p' }),
  ];

  expect(ganttRows(runs, new Set()).map((row) => [row.taskRun.id, row.depth])).toEqual([
    ['p', 0],
    ['c', 1],
    ['q', 0],
  ]);
  expect(ganttRows(runs, new Set(['p'])).map((row) => row.taskRun.id)).toEqual(['p', 'q']);
});
