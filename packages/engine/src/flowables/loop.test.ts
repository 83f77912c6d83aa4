import { describe, expect, test } from 'vitest';
import { drive, type Driven } from '../testing/drive.ts';
import { aFlow, aFlowable, aTask } from '../testing/test-flow.ts';

const loop = (properties: object, children: object = {}) =>
  aFlowable('loop', 'Loop', { tasks: [aTask('inside')], ...children }, { properties: properties as never });

/** Iterations that were asked for, by index. */
const begun = (run: Driven) => run.effectsOf('startIteration').map(({ iteration }) => iteration);

function start(run: Driven, iteration: number): void {
  run.send({ kind: 'childStarted', ord: 0, iteration, childId: `c${iteration}` });
}

function end(run: Driven, iteration: number, state: 'SUCCESS' | 'FAILED' | 'KILLED' = 'SUCCESS', outputs = {}): void {
  const item = { index: iteration, value: iteration };
  run.send({ kind: 'childEnded', ord: 0, iteration, childId: `c${iteration}`, state, outputs, item });
}

describe('a Loop', () => {
  test('has no task runs of its tasks, and tells each iteration what it is for', () => {
    const run = drive(aFlow([loop({ values: { a: 1, b: { c: 2 } } })]));

    expect(run.states()).toEqual(['loop RUNNING']);
    expect(run.effectsOf('startIteration').map(({ loopRun }) => loopRun)).toEqual([
      { taskId: 'loop', ord: 0, index: 0, key: 'a', value: 1, within: ['execution'], parents: [] },
      { taskId: 'loop', ord: 0, index: 1, key: 'b', value: { c: 2 }, within: ['execution'], parents: [] },
    ]);
  });

  test('knows the values around it: those of a ForEach, and of the iteration that it stands in', () => {
    const loopRun = { taskId: 'outer', ord: 3, index: 5, value: 'o', within: ['top'], parents: [] };
    const each = aFlowable('each', 'ForEach', { tasks: [loop({ values: ['i'] })] }, { properties: { values: ['e'] } });

    const run = drive(aFlow([each]), { loopRun });

    expect(run.effectsOf('startIteration')[0]!.loopRun).toMatchObject({
      within: ['execution', 'top'],
      parents: [
        { index: 0, value: 'e' },
        { index: 5, value: 'o' },
      ],
    });
  });

  test('runs so many at a time and counts what has ended', () => {
    const run = drive(aFlow([loop({ values: ['a', 'b', 'c'], concurrencyLimit: 2 })]));
    start(run, 0);
    start(run, 1);
    expect(begun(run)).toEqual([0, 1]);

    end(run, 1);

    expect(begun(run)).toEqual([0, 1, 2]);
    expect(run.row('loop').outputs).toEqual({
      iterationCount: 3,
      runningIterations: 2,
      terminatedIterations: { SUCCESS: 1 },
    });
  });

  test.each([
    ['FAILED', true, 'FAILED'],
    ['KILLED', true, 'FAILED'],
    ['FAILED', false, 'SUCCESS'],
  ] as const)(
    'an iteration that is %s (transmitFailed %s) makes it %s once all have ended',
    (state, transmitFailed, end_) => {
      const run = drive(aFlow([loop({ values: ['a', 'b'], transmitFailed })]));
      start(run, 0);
      start(run, 1);

      end(run, 0, state);
      expect(run.states()).toEqual(['loop RUNNING']);
      end(run, 1);

      expect(run.states()).toEqual([`loop ${end_}`]);
    },
  );

  test('a reload asks again for what it knows nothing of, and whether the others have ended', () => {
    const run = drive(aFlow([loop({ values: ['a', 'b', 'c'], concurrencyLimit: 2 })]));
    start(run, 1);

    const { effects } = run.reload();

    expect(effects.map((effect) => ({ ...effect, loopRun: undefined }))).toMatchObject([
      { kind: 'askChild', childId: 'c1' },
      { kind: 'startIteration', iteration: 0, round: 1 },
    ]);
    start(run, 0);
    end(run, 0);
    end(run, 1);
    start(run, 2);
    end(run, 2);
    expect(run.live.state.current).toBe('SUCCESS');
  });

  test('an answer from before a reload is not counted once more when the values have been read again', () => {
    const run = drive(aFlow([loop({ values: 'kestra:///a.ion', transmitFailed: false })]));
    const values = ['a', 'b', 'c'].map((value, index) => ({ value, end: 10 * (index + 1) }));
    run.send({ kind: 'evaluated', ord: 0, key: 'page:0', result: { kind: 'value', value: { values, isEnd: true } } });
    run.reload();

    start(run, 0);
    run.send({ kind: 'childRefused', ord: 0, iteration: 1, message: 'no' });
    run.send({ kind: 'evaluated', ord: 0, key: 'again:0', result: { kind: 'value', value: { values, isEnd: true } } });

    expect(begun(run)).toEqual([0, 1, 2, 2]);
    expect(run.row('loop').outputs).toMatchObject({ runningIterations: 2, terminatedIterations: { FAILED: 1 } });
    start(run, 2);
    end(run, 0);
    expect(run.row('loop').state.current).toBe('RUNNING');
    end(run, 2);
    run.send({
      kind: 'evaluated',
      ord: 0,
      key: 'page:30',
      result: { kind: 'value', value: { values: [], isEnd: true } },
    });
    expect(run.row('loop').state.current).toBe('SUCCESS');
  });

  test('looks at iterations one after another while breakWhen waits for something', () => {
    const run = drive(aFlow([loop({ values: ['a', 'b', 'c'], concurrencyLimit: 2, breakWhen: '{{ wait }}' })]));
    start(run, 0);
    start(run, 1);
    end(run, 0);
    end(run, 1);
    expect(run.effectsOf('evaluate')).toHaveLength(1);

    run.send({ kind: 'evaluated', ord: 0, key: 'breakWhen:0', result: { kind: 'value', value: 'false' } });
    run.send({ kind: 'evaluated', ord: 0, key: 'breakWhen:1', result: { kind: 'value', value: 'true' } });

    expect(begun(run)).toEqual([0, 1]);
    expect(run.row('loop').outputs).toMatchObject({ iterationCount: 2, terminatedIterations: { SUCCESS: 2 } });
    expect(run.live.state.current).toBe('SUCCESS');
  });

  test('breakWhen sees the iteration', () => {
    const run = drive(
      aFlow([loop({ values: ['a', 'b'], concurrencyLimit: 1, breakWhen: '{{ iteration.outputs.done }}' })]),
    );
    start(run, 0);

    end(run, 0, 'SUCCESS', { done: true });

    expect(begun(run)).toEqual([0]);
    expect(run.live.state.current).toBe('SUCCESS');
  });

  test('reads the values of a file page by page, and only as far as it gets', () => {
    const run = drive(aFlow([loop({ values: 'kestra:///ns/x.ion', concurrencyLimit: 1 })]));
    expect(run.effectsOf('readValues')).toMatchObject([{ uri: 'kestra:///ns/x.ion', offset: 0 }]);
    const page = (offset: number, value: object) =>
      run.send({ kind: 'evaluated', ord: 0, key: `page:${offset}`, result: { kind: 'value', value } });

    page(0, { values: [{ value: 'a', end: 10 }], isEnd: false });
    start(run, 0);
    expect(run.effectsOf('readValues')).toHaveLength(1);
    end(run, 0);
    expect(run.effectsOf('readValues').at(-1)).toMatchObject({ offset: 10 });
    page(0, { values: [{ value: 'a', end: 10 }], isEnd: true });
    page(10, { values: [], isEnd: true });

    expect(run.live.state.current).toBe('SUCCESS');
  });

  test('iterations that had begun before an Exit are waited for, also after a reload', () => {
    const parallel = aFlowable('p', 'Parallel', { tasks: [aTask('exit'), loop({ values: ['a', 'b'] })] });
    const run = drive(aFlow([parallel]));
    run.succeed('exit', { update: { exit: 'SUCCESS' } });

    run.reload();

    expect(begun(run)).toEqual([0, 1, 0, 1]);
    expect(run.row('loop').state.current).toBe('RUNNING');
  });

  test('a kill reaches every iteration, also where other children would go on', () => {
    const run = drive(aFlow([loop({ values: ['a', 'b'] })]));
    start(run, 0);

    run.send({ kind: 'killRequested', cascade: false });
    start(run, 1);

    expect(run.effectsOf('killChild').map(({ childId }) => childId)).toEqual(['c0', 'c1']);
    end(run, 0, 'KILLED');
    expect(run.live.state.current).toBe('KILLING');
    end(run, 1, 'KILLED');
    expect(run.live.state.current).toBe('KILLED');
  });

  test('a kill after a reload seeks what it knows nothing of, and does not wait for what was never made', () => {
    const run = drive(aFlow([loop({ values: ['a', 'b'] })]));
    run.reload();
    run.send({ kind: 'killRequested' });
    run.reload();

    expect(run.effectsOf('findIteration').map(({ iteration }) => iteration)).toEqual([0, 1]);
    run.send({ kind: 'childRefused', ord: 0, iteration: 0, message: 'was never begun' });
    start(run, 1);
    end(run, 1, 'KILLED');

    expect(run.live.state.current).toBe('KILLED');
    expect(run.row('loop').outputs).toMatchObject({ terminatedIterations: { KILLED: 1 } });
  });

  test('a restart goes through the values once more', () => {
    const run = drive(aFlow([loop({ values: ['a', 'b'] })]));
    for (const index of [0, 1]) start(run, index);
    end(run, 0);
    end(run, 1, 'FAILED');
    run.reload();

    run.send({ kind: 'restarted' });
    run.send({ kind: 'continued', frame: 'start' });

    expect(run.effectsOf('startIteration').slice(2)).toMatchObject([
      { iteration: 0, round: 2 },
      { iteration: 1, round: 2 },
    ]);
  });

  test('loops within loops start fewer at once', () => {
    const values = Array.from({ length: 50 }, (_, index) => index);
    const loopRun = { taskId: 'outer', ord: 0, index: 0, value: 1, within: ['top'], parents: [] };

    expect(begun(drive(aFlow([loop({ values })])))).toHaveLength(50);
    expect(begun(drive(aFlow([loop({ values })]), { loopRun }))).toHaveLength(20);
  });
});
