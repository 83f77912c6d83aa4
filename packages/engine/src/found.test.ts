/** What random flows have found once, as examples. */
import { describe, expect, test } from 'vitest';
import { defaultEngineSettings } from './live.ts';
import { replayFrom } from './replay.ts';
import { drive, ended } from './testing/drive.ts';
import { aFlow, aFlowable, aTask, compiled } from './testing/test-flow.ts';

test('a child of a directory that is reported again after a reload has one task run', () => {
  const run = drive(aFlow([aFlowable('wd', 'WorkingDirectory', { tasks: [aTask('a')] })]));
  const inner = { kind: 'innerEnded', ord: 0, attempt: 1, lease: 0, taskId: 'a', state: 'SUCCESS' } as const;

  run.send(inner);
  run.reload();
  run.send(inner);

  expect(run.states()).toEqual(['wd CREATED', 'a SUCCESS']);
});

test.each([
  ['plainly', {}, 'SUCCESS'],
  ['with a warning', { warning: true }, 'WARNING'],
] as const)('the job of a directory that ended %s before its finally is over after a reload too', (_, rest, state) => {
  const run = drive(aFlow([aFlowable('wd', 'WorkingDirectory', { tasks: [aTask('a')], finally: [aTask('f')] })]));
  run.send({ kind: 'taskClaimed', ord: 0, attempt: 1, workerId: 'w' });
  run.send({ kind: 'taskStarted', ord: 0, attempt: 1, lease: 1, workerId: 'w' });
  run.succeed('wd', rest);

  run.reload();
  run.succeed('f');

  expect(run.states()).toEqual([`wd ${state}`, 'f SUCCESS']);
});

test('the warning of a directory that was tried again is known after a reload too', () => {
  const retry = {
    type: 'constant',
    intervalMs: 10,
    maxAttempts: 2,
    warningOnRetry: true,
    behavior: 'RETRY_FAILED_TASK',
  } as const;
  const run = drive(
    aFlow([aFlowable('wd', 'WorkingDirectory', { tasks: [aTask('a')], finally: [aTask('f')] }, { retry })]),
  );
  run.fail('wd');
  run.send({ kind: 'timerFired', key: 'retry:0:2' });
  run.succeed('wd');

  run.reload();
  run.succeed('f');

  expect(run.states()).toEqual(['wd WARNING', 'f SUCCESS']);
});

test('the deadline of a restarted execution counts from the restart', () => {
  const sla = { id: 'fast', type: 'MAX_DURATION', durationMs: 5_000, behavior: 'FAIL', labels: [] } as const;
  const run = drive(aFlow([aTask('a')], { sla: [sla] }));
  run.fail('a');
  ended(run);

  run.send({ kind: 'restarted', at: 20_000 });

  expect(run.effectsOf('startTimer').at(-1)).toEqual({ kind: 'startTimer', key: 'sla:0', dueAt: 25_000 });
});

describe('while the clock is set back by an hour', () => {
  const hourMs = 3_600_000;

  test('an approval waits no longer, whatever it tells people of it first', () => {
    const approval = aFlowable('ask', 'Approval', { then: [aTask('tell')] }, { timeout: 'PT1H' });
    const run = drive(aFlow([approval]));
    run.setClock(-hourMs);

    run.succeed('tell');

    expect(run.effectsOf('startTimer')).toEqual([{ kind: 'startTimer', key: 'pause:0:1', dueAt: 1_001 }]);
  });

  test('the deadline of a restarted execution comes no later', () => {
    const sla = { id: 'fast', type: 'MAX_DURATION', durationMs: 5_000, behavior: 'FAIL', labels: [] } as const;
    const run = drive(aFlow([aTask('a')], { sla: [sla] }));
    run.fail('a', { at: hourMs });
    ended(run);
    run.setClock(-hourMs);

    run.send({ kind: 'restarted', at: hourMs + 2_000 });

    expect(run.effectsOf('startTimer').at(-1)).toEqual({ kind: 'startTimer', key: 'sla:0', dueAt: 7_000 });
  });
});

describe('of an Approval that has been decided, what it told people of it first', () => {
  const tell = aFlowable('group', 'AllowFailure', { tasks: [aTask('tell')] });
  const ask = aFlowable(
    'ask',
    'Approval',
    { then: [tell], else: [aTask('no')] },
    { properties: { denyBehavior: 'FAIL' } },
  );

  test.each([
    ['begun again by a restart', { kind: 'restarted' }, 'SUCCESS'],
    ['decided otherwise by a user', { kind: 'taskStateChanged', ord: 2, state: 'WARNING' }, 'WARNING'],
  ] as const)('is asked about anew when it is %s', (_, event, told) => {
    const run = drive(aFlow([ask]));
    run.fail('tell');
    run.send({ kind: 'resumed', decision: 'DENIED' });
    run.succeed('no');
    ended(run);

    run.send(event);
    run.send({ kind: 'continued', frame: 'start' });
    if (event.kind === 'restarted') run.succeed('tell');

    expect(run.states()).toEqual(['ask PAUSED', `group ${told}`, `tell ${told}`]);
    run.send({ kind: 'resumed', decision: 'APPROVED' });
    expect(run.live.state.current).toBe(told);
  });
});

test('late news of the child of an earlier attempt is not taken for that of the attempt that waits for its own', () => {
  const retry = {
    type: 'constant',
    intervalMs: 10,
    maxAttempts: 2,
    warningOnRetry: false,
    behavior: 'RETRY_FAILED_TASK',
  } as const;
  const run = drive(aFlow([aTask('sub', 'Subflow', { retry, properties: { namespace: 'test', flowId: 'other' } })]));
  const started = (attempt: number) => run.send({ kind: 'childStarted', ord: 0, attempt, childId: `child ${attempt}` });
  started(1);
  run.send({ kind: 'childEnded', ord: 0, childId: 'child 1', state: 'FAILED' });
  run.send({ kind: 'timerFired', key: 'retry:0:2' });

  started(1);
  run.send({ kind: 'childRefused', ord: 0, attempt: 1, message: 'late' });
  started(2);
  run.send({ kind: 'childEnded', ord: 0, childId: 'child 2', state: 'SUCCESS' });

  expect(run.row('sub').outputs).toMatchObject({ executionId: 'child 2' });
  expect(run.states()).toEqual(['sub SUCCESS']);
});

test('a child that was asked for before a reload is sought by a kill that comes to its starter after it', () => {
  const sub = (id: string, inputs: object) =>
    aTask(id, 'Subflow', { properties: { namespace: 'test', flowId: 'other', inputs } as never });
  // A call stops three task runs: the flowables and `a`, which goes; after the reload the flowables again, and `b`
  const settings = { ...defaultEngineSettings, openAtOnce: 3 };
  const parallel = aFlowable('p', 'Parallel', { tasks: [sub('a', { x: '{{ wait.x }}' }), sub('b', {})] });
  const run = drive(aFlow([aFlowable('s', 'Sequential', { tasks: [parallel] })]), {}, { settings });
  run.send({ kind: 'continued', frame: 'open' });
  expect(run.effectsOf('startChild').map(({ ord }) => ord)).toEqual([3]);

  run.send({ kind: 'killRequested' });
  run.reload();

  expect(run.effectsOf('findChild').map(({ ord }) => ord)).toEqual([3]);
});

test('what a restarted task of a Dag had released is not opened twice', () => {
  const dependsOn = new Map([['b', ['a']]]);
  const run = drive(aFlow([aFlowable('dag', 'Dag', { tasks: [aTask('a'), aTask('b'), aTask('c')], dependsOn })]));
  run.succeed('a');
  run.succeed('b');
  run.fail('c');
  ended(run);
  run.send({ kind: 'taskStateChanged', ord: 1, state: 'FAILED' });
  run.send({ kind: 'continued', frame: 'start' });
  ended(run);

  run.send({ kind: 'restarted' });
  run.send({ kind: 'continued', frame: 'start' });
  run.succeed('a');
  run.succeed('c');

  expect(run.states()).toEqual(['dag SUCCESS', 'a SUCCESS', 'c SUCCESS', 'b SUCCESS']);
});

test('the ordinal of a task run that a restart removed is not given again, even after a reload', () => {
  const run = drive(aFlow([aTask('a'), aTask('b')], { errors: [aTask('e')] }));
  run.fail('a');
  run.succeed('e');
  ended(run);

  run.send({ kind: 'restarted' });
  run.reload();
  run.succeed('a');

  expect(run.row('b').ord).toBe(2);
});

test('a restarted Switch evaluates its value again, also when memory is lost meanwhile', () => {
  const cases = new Map([['x', [aTask('a')]]]);
  const run = drive(aFlow([aFlowable('s', 'Switch', { cases }, { properties: { value: '{{ wait }}' } })]));
  const answer = (value: string) =>
    ({ kind: 'evaluated', ord: 0, key: 'value', result: { kind: 'value', value } }) as const;
  run.send(answer('y'));
  ended(run);

  run.send({ kind: 'restarted' });
  run.send({ kind: 'continued', frame: 'start' });
  run.reload();
  run.send(answer('x'));

  expect(run.states()).toEqual(['s RUNNING', 'a CREATED']);
});

test('an Exit is not softened by allowFailure', () => {
  const run = drive(aFlow([aFlowable('s', 'Sequential', { tasks: [aTask('exit')] }, { allowFailure: true })]));

  run.succeed('exit', { update: { exit: 'FAILED' } });

  expect(run.states()).toEqual(['s FAILED', 'exit FAILED']);
  expect(run.live.state.current).toBe('FAILED');
});

test('an Exit within finally ends what is around it, the rest of finally runs', () => {
  const run = drive(
    aFlow([aTask('a')], {
      finally: [aFlowable('s', 'Sequential', { tasks: [aTask('exit'), aTask('x')] }), aTask('f')],
    }),
  );

  run.succeed('a');
  run.succeed('exit', { update: { exit: 'WARNING' } });
  run.succeed('f');

  expect(run.states()).toEqual(['a SUCCESS', 's WARNING', 'exit WARNING', 'f SUCCESS']);
  expect(run.live.state.current).toBe('WARNING');
});

test('a Pause in afterExecution can be resumed and leaves the state alone', () => {
  const run = drive(aFlow([aTask('a')], { afterExecution: [aFlowable('p', 'Pause', {})] }));

  run.succeed('a');
  run.send({ kind: 'resumed' });

  expect(run.history()).toBe('CREATED RUNNING SUCCESS');
  expect(run.live.isOver).toBe(true);
});

test('an execution that is paused by hand does not end before it is resumed', () => {
  const run = drive(aFlow([aTask('a')]));

  run.send({ kind: 'pauseRequested' });
  run.succeed('a');
  expect(run.live.state.current).toBe('PAUSED');
  run.send({ kind: 'resumed' });

  expect(run.history()).toBe('CREATED RUNNING PAUSED RESTARTED RUNNING SUCCESS');
});

test('the timeout of a Pause may have to be loaded first', () => {
  const run = drive(aFlow([aFlowable('p', 'Pause', {}, { timeout: '{{ wait }}' })]));

  const value = { duration: 'PT1S', behavior: 'FAIL' };
  run.send({ kind: 'evaluated', ord: 0, key: 'pauseLimit', result: { kind: 'value', value }, at: 2_000 });

  expect(run.live.state.current).toBe('PAUSED');
  expect(run.effectsOf('startTimer')).toEqual([{ kind: 'startTimer', key: 'pause:0:1', dueAt: 3_000 }]);
});

test('five hundred nested flowables end without a deep stack', () => {
  let task = aTask('leaf');
  for (let depth = 0; depth < 500; depth += 1) task = aFlowable(`s${depth}`, 'Sequential', { tasks: [task] });
  const run = drive(
    aFlow([task]),
    {},
    { settings: { killGraceMs: 1, afterKillMs: 1, openAtOnce: 10_000, outputCacheBytes: 1 } },
  );

  run.succeed('leaf');

  expect(run.live.state.current).toBe('SUCCESS');
});

test('a LoopUntil that waits for its next round when an Exit is decided ends with its timer, also after a reload', () => {
  for (const isReloaded of [false, true]) {
    const loop = aFlowable('loop', 'LoopUntil', { tasks: [aTask('a')] }, { properties: { condition: 'false' } });
    const run = drive(aFlow([aFlowable('p', 'Parallel', { tasks: [loop, aTask('exit')] })]));
    run.succeed('a');
    run.succeed('exit', { update: { exit: 'WARNING' } });

    if (isReloaded) run.reload();
    expect(run.states()).toContain('loop PAUSED');
    run.send({ kind: 'timerFired', key: 'loop:1:1' });

    expect(run.live.state.current).toBe('WARNING');
  }
});

test('groups that a replay left half done go on within the limit', () => {
  const each = aFlowable(
    'each',
    'ForEach',
    { tasks: [aTask('a'), aTask('b')] },
    { properties: { values: ['x', 'y', 'z'] } },
  );
  const flow = aFlow([each]);
  const original = drive(flow);
  for (const id of ['a', 'b', 'a', 'b', 'a', 'b']) original.succeed(id);

  const copied = replayFrom(original.execution(), [...original.rows.values()], compiled(flow), 2, 5_000)!;
  const run = drive(flow, { id: 'again' }, { copied });
  run.send({ kind: 'continued', frame: 'start' });
  expect(run.live.open.size).toBe(2);
  for (let count = 0; count < 3; count += 1) run.succeed('b');

  expect(run.live.state.current).toBe('SUCCESS');
});

test('a replay from a task of afterExecution ends the execution once more and runs that list again', () => {
  const flow = aFlow([aTask('a')], { afterExecution: [aTask('z')] });
  const original = drive(flow);
  original.succeed('a');
  original.succeed('z');

  const copied = replayFrom(original.execution(), [...original.rows.values()], compiled(flow), 1, 5_000)!;
  const run = drive(flow, { id: 'again' }, { copied });
  run.send({ kind: 'continued', frame: 'start' });
  run.succeed('z');

  expect(run.states()).toEqual(['a SUCCESS', 'z SUCCESS']);
  expect(run.history()).toBe('CREATED RUNNING SUCCESS RESTARTED RUNNING SUCCESS');
  expect(run.live.isOver).toBe(true);
});

test('a replay from a task within a directory begins the directory again', () => {
  const flow = aFlow([aFlowable('wd', 'WorkingDirectory', { tasks: [aTask('a')] })]);
  const original = drive(flow);
  original.send({ kind: 'innerEnded', ord: 0, attempt: 1, lease: 0, taskId: 'a', state: 'SUCCESS' });
  original.succeed('wd');

  const copied = replayFrom(original.execution(), [...original.rows.values()], compiled(flow), 1, 5_000)!;
  const run = drive(flow, { id: 'again' }, { copied });
  run.send({ kind: 'continued', frame: 'start' });

  expect(run.states()).toEqual(['wd RESTARTED']);
  expect(run.effectsOf('runTask')).toEqual([{ kind: 'runTask', ord: 0, attempt: 2 }]);
});

test('the restart of a child that a user had declared failed is ordered again after a reload', () => {
  const properties = { namespace: 'test', flowId: 'other', wait: true };
  const run = drive(aFlow([aTask('child', 'Subflow', { properties })]));
  run.send({ kind: 'childStarted', ord: 0, childId: 'c' });
  run.send({ kind: 'childEnded', ord: 0, childId: 'c', state: 'SUCCESS' });
  ended(run, 'SUCCESS');
  run.send({ kind: 'taskStateChanged', ord: 0, state: 'FAILED' });
  run.send({ kind: 'continued', frame: 'start' });
  ended(run);
  run.send({ kind: 'restarted' });
  run.send({ kind: 'continued', frame: 'start' });

  run.reload();

  expect(run.effectsOf('restartChild')).toHaveLength(2);
  expect(run.effectsOf('askChild')).toEqual([]);
});

test('a restarted execution that is paused and resumed in the queue stays in the queue', () => {
  const run = drive(aFlow([aTask('a')], { concurrency: { limit: 1, behavior: 'QUEUE' } }));
  run.send({ kind: 'slotGranted' });
  run.fail('a');
  ended(run);
  run.send({ kind: 'restarted' });
  run.send({ kind: 'continued', frame: 'start' });
  run.send({ kind: 'slotRefused', behavior: 'QUEUE', message: 'full' });

  run.send({ kind: 'pauseRequested' });
  run.send({ kind: 'resumed' });

  expect(run.history()).toBe('CREATED RUNNING FAILED RESTARTED QUEUED');
});

describe('a task run of an earlier round of a LoopUntil', () => {
  const loop = aFlowable(
    'loop',
    'LoopUntil',
    { tasks: [aTask('a'), aTask('b')] },
    { properties: { condition: 'false' } },
  );
  const flow = aFlow([loop]);
  const failedInRoundTwo = () => {
    const run = drive(flow);
    run.succeed('a');
    run.succeed('b');
    run.send({ kind: 'timerFired', key: 'loop:0:1' });
    run.succeed('a');
    run.fail('b');
    expect(run.states()).toEqual(['loop FAILED', 'a SUCCESS', 'b SUCCESS', 'a SUCCESS', 'b FAILED']);
    return ended(run);
  };

  test('takes the loop back to its round when a user decides how it ended', () => {
    const run = failedInRoundTwo();

    run.send({ kind: 'taskStateChanged', ord: 1, state: 'WARNING' });
    run.send({ kind: 'continued', frame: 'start' });

    expect(run.states()).toEqual(['loop PAUSED', 'a WARNING', 'b SUCCESS']);
    expect(run.row('loop').memo).toMatchObject({ round: 1 });
  });

  test('takes a replay from it back to its round', () => {
    const original = failedInRoundTwo();

    const copied = replayFrom(original.execution(), [...original.rows.values()], compiled(flow), 1, 5_000)!;
    const run = drive(flow, { id: 'again' }, { copied });
    run.send({ kind: 'continued', frame: 'start' });
    run.succeed('a');
    run.succeed('b');

    expect(run.states()).toEqual(['loop PAUSED', 'a SUCCESS', 'b SUCCESS']);
    expect(run.row('loop').memo).toMatchObject({ round: 1 });
  });

  test('is not begun again by a restart, which concerns the last round', () => {
    const tasks = [aFlowable('mild', 'AllowFailure', { tasks: [aTask('a')] }), aTask('b')];
    const inner = { ...loop, children: { ...loop.children!, tasks } };
    const run = drive(aFlow([aFlowable('allow', 'AllowFailure', { tasks: [inner] })]));
    run.fail('a');
    run.succeed('b');
    run.send({ kind: 'timerFired', key: 'loop:1:1' });
    run.succeed('a');
    run.fail('b');
    ended(run, 'WARNING');

    run.send({ kind: 'restarted' });

    expect(run.states()).toEqual([
      'allow RUNNING',
      'loop RUNNING',
      'mild WARNING',
      'a FAILED',
      'b SUCCESS',
      'mild SUCCESS',
      'a SUCCESS',
      'b RESTARTED',
    ]);
  });
});
