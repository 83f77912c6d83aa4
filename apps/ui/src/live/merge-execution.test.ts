import { expect, test } from 'vitest';
import type { WireExecution, WireTaskRun } from '../api/wire.ts';
import { mergeExecution } from './merge-execution.ts';

const state = (current: 'RUNNING' | 'SUCCESS') => ({ current, startDate: '2026-01-01T00:00:00Z', histories: [] });
const taskRun = (id: string, current: 'RUNNING' | 'SUCCESS'): WireTaskRun => ({
  id,
  taskId: id,
  state: state(current),
});
const execution = (current: 'RUNNING' | 'SUCCESS', taskRunList: readonly WireTaskRun[]): WireExecution => ({
  id: 'x',
  namespace: 'n',
  flowId: 'f',
  flowRevision: 1,
  state: state(current),
  taskRunList,
});

test('a changed task run is renewed in its place and a new one comes last', () => {
  const held = execution('RUNNING', [taskRun('a', 'RUNNING'), taskRun('b', 'RUNNING')]);

  const merged = mergeExecution(held, execution('SUCCESS', [taskRun('c', 'RUNNING'), taskRun('a', 'SUCCESS')]));

  expect(merged.state.current).toBe('SUCCESS');
  expect(merged.taskRunList?.map((run) => [run.id, run.state.current])).toEqual([
    ['a', 'SUCCESS'],
    ['b', 'RUNNING'],
    ['c', 'RUNNING'],
  ]);
});
