import { expect, test } from 'vitest';
import { advance } from './advance.ts';
import { startLive } from './start-live.ts';
import { aFlow, aTask, compiled, testEvaluator } from './testing/test-flow.ts';

test('a one-task execution goes from created to success in two events', () => {
  const live = startLive(
    compiled(aFlow([aTask('a', 'inline.Return')])),
    { id: 'x', labels: [], originalId: 'x' },
    1,
    testEvaluator,
  );

  const created = advance(live, { kind: 'created', at: 1 });
  const ended = advance(live, { kind: 'taskSucceeded', ord: 0, attempt: 1, lease: 0, at: 2 });

  expect(created.effects.map(({ kind }) => kind)).toEqual(['stateChanged', 'stateChanged', 'runTask']);
  expect(ended.effects.map(({ kind }) => kind)).toEqual(['stateChanged', 'log', 'notifyEnded']);
  expect(live.state.histories.map(({ state }) => state)).toEqual(['CREATED', 'RUNNING', 'SUCCESS']);
  expect(live.isOver).toBe(true);
});
