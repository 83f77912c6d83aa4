import { describe, expect, test } from 'vitest';
import { replayFrom } from './replay.ts';
import { drive, ended } from './testing/drive.ts';
import { aFlow, aFlowable, aTask, compiled } from './testing/test-flow.ts';
import { variablesOf } from './variables.ts';

describe('restart', () => {
  test('begins the failed leaf again, its flowables go on, handlers and what ran after are removed', () => {
    const flow = aFlow(
      [aFlowable('s', 'Sequential', { tasks: [aTask('a'), aTask('b')], errors: [aTask('local')] }), aTask('c')],
      {
        errors: [aTask('global')],
      },
    );
    const run = drive(flow);
    run.succeed('a');
    run.fail('b');
    run.succeed('local');
    run.succeed('global');
    ended(run);

    const restarted = run.send({ kind: 'restarted' });
    expect(run.states()).toEqual(['s RUNNING', 'a SUCCESS', 'b RESTARTED']);
    expect(run.live.state.current).toBe('RESTARTED');
    expect(restarted.effects.map(({ kind }) => kind)).toEqual(['stateChanged', 'continue']);
    run.send({ kind: 'continued', frame: 'start' });
    run.succeed('b');
    run.succeed('c');

    expect(run.history('b')).toBe('CREATED RUNNING FAILED RESTARTED RUNNING SUCCESS');
    expect(run.row('b').attempts).toHaveLength(2);
    expect(run.history()).toBe('CREATED RUNNING FAILED RESTARTED RUNNING SUCCESS');
    expect(run.execution().metadata.attemptNumber).toBe(2);
    expect(run.execution().labels).toEqual([{ key: 'system.restarted', value: 'true' }]);
    expect(run.row('c').ord).toBe(5);
  });

  test('the handlers of flowables that stay as they are stay, with what they gave', () => {
    const allow = aFlowable('allow', 'AllowFailure', { tasks: [aTask('a')], errors: [aTask('e')] });
    const sequence = aFlowable('s', 'Sequential', { tasks: [aTask('b')], finally: [aTask('f')] });
    const around = aFlowable('around', 'Sequential', { tasks: [sequence, aTask('c')], finally: [aTask('g')] });
    const run = drive(aFlow([allow, around]));
    run.fail('a');
    run.succeed('e');
    run.succeed('b');
    run.succeed('f', { outputs: { x: 1 } });
    run.fail('c');
    run.succeed('g');
    ended(run);

    run.send({ kind: 'restarted' });
    run.send({ kind: 'continued', frame: 'start' });

    const stayed = ['allow WARNING', 'a FAILED', 'e SUCCESS', 'around RUNNING', 's SUCCESS', 'b SUCCESS', 'f SUCCESS'];
    expect(run.states()).toEqual([...stayed, 'c RESTARTED']);
    expect(variablesOf(run.live, undefined).lookup('outputs')).toEqual({ f: { x: 1 } });
  });

  test('what the handlers gave is seen no more, and what stays is', () => {
    const run = drive(aFlow([aTask('a'), aTask('b')], { errors: [aTask('e')] }));
    run.succeed('a', { outputs: { x: 1 } });
    run.fail('b', { outputs: { y: 2 } });
    run.succeed('e', { outputs: { z: 3 } });
    ended(run);

    run.send({ kind: 'restarted' });

    const variables = variablesOf(run.live, undefined);
    expect({ ...(variables.lookup('outputs') as object) }).toEqual({ a: { x: 1 }, b: { y: 2 } });
    expect({ ...(variables.lookup('tasks') as object) }).toEqual({ a: { state: 'SUCCESS' } });
  });

  test('a restart survives the loss of memory before it goes on', () => {
    const run = drive(aFlow([aTask('a'), aTask('b')]));
    run.fail('a');
    ended(run);

    run.send({ kind: 'restarted' });
    run.reload();
    run.succeed('a');
    run.succeed('b');

    expect(run.live.state.current).toBe('SUCCESS');
  });

  test('a finally that failed runs again, and what came before it stays', () => {
    const s = aFlowable('s', 'Sequential', { tasks: [aTask('a')], finally: [aTask('local'), aTask('rest')] });
    const run = drive(aFlow([s, aTask('b')], { finally: [aTask('global')] }));
    run.succeed('a');
    run.fail('local');
    run.succeed('global');
    ended(run);

    run.send({ kind: 'restarted' });
    expect(run.states()).toEqual(['s RUNNING', 'a SUCCESS']);
    run.send({ kind: 'continued', frame: 'start' });
    run.succeed('local');
    run.succeed('rest');
    run.succeed('b');
    run.fail('global');
    ended(run);
    run.send({ kind: 'restarted' });
    expect(run.states()).toEqual(['s SUCCESS', 'a SUCCESS', 'local SUCCESS', 'rest SUCCESS', 'b SUCCESS']);
    run.reload();
    run.succeed('global');

    expect(run.live.state.current).toBe('SUCCESS');
  });

  test('whether a task runs is asked again, also where that could not be told the last time', () => {
    const runIf = '{{ wait }}';
    const run = drive(aFlow([aTask('a', 'test.Run', { runIf }), aTask('b', 'test.Run', { runIf })]));
    const answer = (ord: number, value: string) =>
      run.send({ kind: 'evaluated', ord, key: 'runIf', result: { kind: 'value', value } });
    const again = () => {
      ended(run);
      run.send({ kind: 'restarted' });
      run.send({ kind: 'continued', frame: 'start' });
    };

    run.send({ kind: 'evaluated', ord: 0, key: 'runIf', result: { kind: 'failed', message: 'no such key' } });
    again();
    answer(0, 'true');
    run.fail('a');
    again();
    answer(0, 'false');
    answer(1, 'false');

    expect(run.states()).toEqual(['a SKIPPED', 'b SKIPPED']);
  });

  test('a directory begins again as a whole', () => {
    const run = drive(
      aFlow([aFlowable('wd', 'WorkingDirectory', { tasks: [aTask('a'), aTask('b')], errors: [aTask('e')] })]),
    );
    const job = { ord: 0, attempt: 1, lease: 0 };
    run.send({ kind: 'innerEnded', ...job, taskId: 'a', state: 'SUCCESS' });
    run.send({ kind: 'innerEnded', ...job, taskId: 'b', state: 'FAILED' });
    run.fail('wd');
    run.succeed('e');
    ended(run);

    run.send({ kind: 'restarted' });
    expect(run.states()).toEqual(['wd RESTARTED']);
    run.send({ kind: 'continued', frame: 'start' });
    run.send({ kind: 'innerEnded', ...job, attempt: 2, taskId: 'a', state: 'SUCCESS' });
    run.succeed('wd');

    expect(run.live.state.current).toBe('SUCCESS');
  });

  test('failures that an AllowFailure accepted are left alone', () => {
    const run = drive(aFlow([aFlowable('allow', 'AllowFailure', { tasks: [aTask('a')] }), aTask('b')]));
    run.fail('a');
    run.fail('b');
    ended(run);

    run.send({ kind: 'restarted' });

    expect(run.states()).toEqual(['allow WARNING', 'a FAILED', 'b RESTARTED']);
  });

  test('nothing restarts of what succeeded or was killed', () => {
    const good = drive(aFlow([aTask('a')]));
    good.succeed('a');
    const killed = drive(aFlow([aTask('a')]));
    killed.send({ kind: 'killRequested' });

    expect(ended(good, 'SUCCESS').send({ kind: 'restarted' }).changes).toEqual([]);
    expect(ended(killed, 'KILLED').send({ kind: 'restarted' }).changes).toEqual([]);
  });
});

describe('changes of state by a user', () => {
  test('a failed task run that is called a success leaves handlers elsewhere as they are', () => {
    const allow = aFlowable('allow', 'AllowFailure', { tasks: [aTask('a')], errors: [aTask('e')] });
    const sequence = aFlowable('s', 'Sequential', { tasks: [aTask('b')], errors: [aTask('f')] });
    const run = drive(aFlow([allow, sequence], { errors: [aTask('g')] }));
    for (const [failed, handler] of [
      ['a', 'e'],
      ['b', 'f'],
    ] as const) {
      run.fail(failed);
      run.succeed(handler);
    }
    run.succeed('g');
    ended(run);

    run.send({ kind: 'taskStateChanged', ord: run.row('b').ord, state: 'SUCCESS' });

    expect(run.states()).toEqual(['allow WARNING', 'a FAILED', 'e SUCCESS', 's RUNNING', 'b SUCCESS']);
  });

  test('a failed task run that is called a success lets the execution go on with what follows', () => {
    const run = drive(
      aFlow([aFlowable('s', 'Sequential', { tasks: [aTask('a'), aTask('b')] })], { errors: [aTask('e')] }),
    );
    run.fail('a');
    run.succeed('e');
    ended(run);

    run.send({ kind: 'taskStateChanged', ord: 1, state: 'SUCCESS' });
    run.send({ kind: 'continued', frame: 'start' });
    run.succeed('b');

    expect(run.states()).toEqual(['s SUCCESS', 'a SUCCESS', 'b SUCCESS']);
    expect(run.live.state.current).toBe('SUCCESS');
  });

  test('the end of a task in a directory is not decided by itself: it would run again with the directory', () => {
    const run = drive(aFlow([aFlowable('wd', 'WorkingDirectory', { tasks: [aTask('a')] })]));
    run.send({ kind: 'innerEnded', ord: 0, attempt: 1, lease: 0, taskId: 'a', state: 'FAILED' });
    run.fail('wd');
    ended(run);

    expect(run.send({ kind: 'taskStateChanged', ord: 1, state: 'SUCCESS' }).changes).toEqual([]);
    run.send({ kind: 'taskStateChanged', ord: 0, state: 'SUCCESS' });
    run.send({ kind: 'continued', frame: 'start' });

    expect(run.states()).toEqual(['wd SUCCESS', 'a FAILED']);
    expect(run.live.state.current).toBe('SUCCESS');
  });

  test('another terminal state is set and runs nothing', () => {
    const run = drive(aFlow([aTask('a')]));
    run.fail('a');
    ended(run);

    run.send({ kind: 'statusChanged', state: 'SUCCESS' });
    expect(run.history()).toBe('CREATED RUNNING FAILED SUCCESS');
    expect(run.send({ kind: 'statusChanged', state: 'RUNNING' }).changes).toEqual([]);
  });

  test('a paused task run that is called RUNNING is resumed', () => {
    const run = drive(aFlow([aFlowable('p', 'Pause', {})]));

    run.send({ kind: 'taskStateChanged', ord: 0, state: 'RUNNING' });

    expect(run.live.state.current).toBe('SUCCESS');
  });

  test.each([
    ['Pause', { timeout: 'PT1H' }],
    ['LoopUntil', { properties: { condition: 'false' } }],
  ])('a paused %s that is called FAILED fails, with the errors that run then', (type, rest) => {
    const run = drive(aFlow([aFlowable('p', type, {}, rest), aTask('next')], { errors: [aTask('e')] }));
    expect(run.live.state.current).toBe('PAUSED');

    run.send({ kind: 'taskStateChanged', ord: 0, state: 'SKIPPED' });
    run.send({ kind: 'taskStateChanged', ord: 0, state: 'FAILED' });
    run.succeed('e');

    expect(run.states()).toEqual(['p FAILED', 'e SUCCESS']);
    expect(run.history()).toBe('CREATED RUNNING PAUSED RESTARTED RUNNING FAILED');
  });

  test('a pause beside another one that is called FAILED leaves the execution PAUSED for the other one', () => {
    const pauses = [aFlowable('p', 'Pause', {}), aFlowable('q', 'Pause', {})];
    const run = drive(aFlow([aFlowable('both', 'Parallel', { tasks: pauses })]));

    run.send({ kind: 'taskStateChanged', ord: 1, state: 'FAILED' });
    expect(run.history()).toBe('CREATED RUNNING PAUSED');
    run.send({ kind: 'resumed' });

    expect(run.states()).toEqual(['both FAILED', 'p FAILED', 'q SUCCESS']);
  });
});

describe('replay', () => {
  const each = aFlowable(
    'each',
    'ForEach',
    { tasks: [aFlowable('s', 'Sequential', { tasks: [aTask('a'), aTask('b')] })] },
    { properties: { values: ['x', 'y'] } },
  );
  const flow = aFlow([aTask('first'), each, aTask('last')]);

  function played() {
    const run = drive(flow);
    for (const id of ['first', 'a', 'b', 'a', 'b', 'last']) run.succeed(id, { outputs: { by: id } });
    return run;
  }

  test('copies what lies before the chosen task run and goes on from there', () => {
    const original = played();
    const chosen = [...original.rows.values()].find((row) => row.taskId === 'b')!;
    const copied = replayFrom(original.execution(), [...original.rows.values()], compiled(flow), chosen.ord, 5_000)!;

    expect(copied.state.histories.map(({ state }) => state)).toEqual(['CREATED', 'RUNNING', 'SUCCESS', 'RESTARTED']);
    expect(copied.taskRuns.map((row) => `${row.taskId} ${row.state.current}`)).toEqual([
      'first SUCCESS',
      'each RUNNING',
      's RUNNING',
      'a SUCCESS',
      'b RESTARTED',
    ]);
    const run = drive(flow, { id: 'again', originalId: 'execution', parentId: 'execution' }, { copied });
    expect(run.live.state.current).toBe('RESTARTED');
    run.send({ kind: 'continued', frame: 'start' });
    for (const id of ['b', 'a', 'b', 'last']) run.succeed(id);

    expect(run.live.state.current).toBe('SUCCESS');
    expect(run.states()).toHaveLength(9);
  });

  test('a chosen flowable goes on without its children', () => {
    const original = played();
    const copied = replayFrom(original.execution(), [...original.rows.values()], compiled(flow), 1, 5_000)!;

    expect(copied.taskRuns.map((row) => `${row.taskId} ${row.state.current}`)).toEqual([
      'first SUCCESS',
      'each RUNNING',
    ]);
    const run = drive(flow, { id: 'again' }, { copied });
    run.send({ kind: 'continued', frame: 'start' });

    expect(run.states().at(-1)).toBe('a CREATED');
  });

  test('of handlers those stay that ran before the chosen one', () => {
    const handled = aFlow([aTask('a')], {
      errors: [aTask('e1'), aTask('e2')],
      finally: [aTask('f1'), aTask('f2'), aTask('f3')],
    });
    const original = drive(handled);
    original.fail('a');
    for (const id of ['e1', 'e2', 'f1', 'f2', 'f3']) original.succeed(id);
    const from = (taskId: string) =>
      replayFrom(
        original.execution(),
        [...original.rows.values()],
        compiled(handled),
        original.row(taskId).ord,
        5_000,
      )!.taskRuns.map((row) => `${row.taskId} ${row.state.current}`);

    expect(from('e2')).toEqual(['a FAILED', 'e1 SUCCESS', 'e2 RESTARTED']);
    expect(from('f2')).toEqual(['a FAILED', 'e1 SUCCESS', 'e2 SUCCESS', 'f1 SUCCESS', 'f2 RESTARTED']);
  });

  test('there is nothing to replay from a task run that does not exist', () => {
    const original = played();

    expect(replayFrom(original.execution(), [...original.rows.values()], compiled(flow), 99, 5_000)).toBeUndefined();
  });
});

test('a flowable that failed of itself, beside a warning, begins again', () => {
  const properties = { condition: 'false', checkFrequency: { maxIterations: 1 }, failOnMaxReached: true };
  const run = drive(aFlow([aFlowable('until', 'LoopUntil', { tasks: [aTask('a')] }, { properties })]));
  run.succeed('a', { warning: true });
  ended(run);

  run.send({ kind: 'restarted' });
  run.send({ kind: 'continued', frame: 'start' });

  expect(run.states()).toEqual(['until RUNNING', 'a CREATED']);
});
