import { describe, expect, test } from 'vitest';
import { drive } from './testing/drive.ts';
import { aFlow, aFlowable, aTask } from './testing/test-flow.ts';

const kill = { kind: 'killRequested' } as const;

describe('kill', () => {
  test('a running task is told, and the execution is KILLING until its worker confirms', () => {
    const run = drive(
      aFlow([aFlowable('s', 'Sequential', { tasks: [aTask('a'), aTask('b')] })], { errors: [aTask('e')] }),
    );
    run.send({ kind: 'taskClaimed', ord: 1, attempt: 1, workerId: 'w' });
    run.send({ kind: 'taskStarted', ord: 1, attempt: 1, lease: 1, workerId: 'w' });

    run.send(kill);
    expect(run.states()).toEqual(['s KILLING', 'a KILLING']);
    expect(run.effectsOf('killTask')).toEqual([{ kind: 'killTask', ord: 1, attempt: 1, workerId: 'w' }]);
    run.send({ kind: 'taskKilled', ord: 1, attempt: 1, lease: 1 });

    expect(run.states()).toEqual(['s KILLED', 'a KILLED']);
    expect(run.history()).toBe('CREATED RUNNING KILLING KILLED');
  });

  test('a task that ends by itself keeps its end, the execution is KILLED all the same', () => {
    const run = drive(aFlow([aTask('a'), aTask('b')]));
    run.send({ kind: 'taskClaimed', ord: 0, attempt: 1, workerId: 'w' });

    run.send(kill);
    run.succeed('a');

    expect(run.history('a')).toBe('CREATED KILLING SUCCESS');
    expect(run.live.state.current).toBe('KILLED');
  });

  test('what only waits ends at once: queued, retrying, paused', () => {
    const retry = { type: 'constant', intervalMs: 1, warningOnRetry: false, behavior: 'RETRY_FAILED_TASK' } as const;
    const children = [
      aTask('queued'),
      aTask('retrying', 'test.Run', { retry }),
      aFlowable('paused', 'Pause', {}, { properties: { pauseDuration: 'PT1H' } }),
    ];
    const run = drive(aFlow([aFlowable('p', 'Parallel', { tasks: children })]));
    run.fail('retrying');

    run.send(kill);

    expect(run.states()).toEqual(['p KILLED', 'queued KILLED', 'retrying KILLED', 'paused KILLED']);
    expect(run.effectsOf('cancelTimer').map(({ key }) => key)).toEqual(['retry:2:2', 'pause:3:1', 'kill']);
    expect(run.send({ kind: 'timerFired', key: 'retry:2:2' })).toEqual({ changes: [], effects: [] });
  });

  test('a worker that never answers is not waited for longer than the grace', () => {
    const run = drive(aFlow([aTask('a')]));
    run.send({ kind: 'taskClaimed', ord: 0, attempt: 1, workerId: 'w' });

    run.send(kill);
    run.send({ kind: 'timerFired', key: 'kill' });

    expect(run.live.state.current).toBe('KILLED');
  });

  test('finally and afterExecution run after a kill, but not longer than a minute together', () => {
    const run = drive(aFlow([aTask('a')], { finally: [aTask('f'), aTask('g')], afterExecution: [aTask('z')] }));

    run.send({ ...kill, at: 2_000 });
    expect(run.states()).toEqual(['a KILLED', 'f CREATED']);
    expect(run.effectsOf('startTimer').at(-1)).toEqual({ kind: 'startTimer', key: 'afterKill', dueAt: 62_000 });
    run.send({ kind: 'timerFired', key: 'afterKill', at: 62_000 });

    expect(run.states()).toEqual(['a KILLED', 'f KILLED']);
    expect(run.live.state.current).toBe('KILLED');
    expect(run.live.isOver).toBe(true);
  });

  test('finally is tried again after a kill, as long as it may run', () => {
    const retry = {
      type: 'constant',
      intervalMs: 100,
      warningOnRetry: false,
      behavior: 'CREATE_NEW_EXECUTION',
    } as const;
    const run = drive(aFlow([aTask('a')], { retry, finally: [aTask('f')] }));

    run.send({ ...kill, at: 2_000 });
    run.fail('f');
    expect(run.history('f')).toBe('CREATED RUNNING RETRYING');
    run.reload();
    run.send({ kind: 'timerFired', key: 'retry:1:2' });
    run.send({ kind: 'taskClaimed', ord: 1, attempt: 2, workerId: 'w' });
    run.send({ kind: 'timerFired', key: 'afterKill', at: 62_000 });
    run.fail('f');

    expect(run.states()).toEqual(['a KILLED', 'f FAILED']);
    expect(run.live.state.current).toBe('KILLED');
    expect(run.effectsOf('createRetry')).toEqual([]);
  });

  test('an execution that has not begun is killed without running anything', () => {
    const run = drive(aFlow([aTask('a')], { finally: [aTask('f')] }), { scheduleAt: 9_000 });

    run.send(kill);

    expect(run.history()).toBe('CREATED KILLING KILLED');
    expect(run.states()).toEqual([]);
  });

  test('a repeated kill, and one after the end, change nothing', () => {
    const run = drive(aFlow([aTask('a')]));
    run.send({ kind: 'taskClaimed', ord: 0, attempt: 1, workerId: 'w' });
    run.send(kill);

    expect(run.send(kill)).toEqual({ changes: [], effects: [] });
    run.send({ kind: 'taskKilled', ord: 0, attempt: 1, lease: 1 });
    expect(run.send(kill)).toEqual({ changes: [], effects: [] });
  });
});

describe('pause by hand and breakpoints', () => {
  test('a task that waits for a worker is not given to one meanwhile, and handed out again afterwards', () => {
    const run = drive(aFlow([aTask('a')]));
    const { ord } = run.effectsOf('runTask')[0]!;

    run.send({ kind: 'pauseRequested' });
    run.send({ kind: 'taskClaimed', ord, attempt: 1, workerId: 'worker' });
    expect(run.live.open.get(ord)!.workerId).toBeUndefined();
    run.send({ kind: 'resumed' });

    expect(run.effectsOf('runTask').map((effect) => effect.ord)).toEqual([ord, ord]);
    run.send({ kind: 'taskClaimed', ord, attempt: 1, workerId: 'worker' });
    expect(run.live.open.get(ord)!.workerId).toBe('worker');
  });

  test('running tasks finish, nothing new starts until it is resumed', () => {
    const run = drive(aFlow([aTask('a'), aTask('b')]));

    run.send({ kind: 'pauseRequested' });
    run.succeed('a');
    expect(run.states()).toEqual(['a SUCCESS']);
    run.reload();
    expect(run.states()).toEqual(['a SUCCESS']);
    run.send({ kind: 'resumed' });

    expect(run.states()).toEqual(['a SUCCESS', 'b CREATED']);
    expect(run.history()).toBe('CREATED RUNNING PAUSED RESTARTED RUNNING');
  });

  test('a breakpoint stops before its task until the execution is resumed', () => {
    const run = drive(aFlow([aTask('a'), aTask('b')]), { breakpoints: [{ id: 'b' }] });

    run.succeed('a');
    expect(run.live.state.current).toBe('BREAKPOINT');
    expect(run.effectsOf('runTask')).toHaveLength(1);
    run.send({ kind: 'resumed' });
    run.succeed('b');

    expect(run.history('b')).toBe('CREATED BREAKPOINT CREATED RUNNING SUCCESS');
    expect(run.live.state.current).toBe('SUCCESS');
  });

  test('a breakpoint may be for one value of the loop around its task, also in an iteration of its own', () => {
    const breakpoints = [{ id: 'b', value: '2' }];
    const each = aFlowable('each', 'ForEach', { tasks: [aTask('b')] }, { properties: { values: [1, 2] } });
    const stateIn = (value: number): string => {
      const loopRun = { taskId: 'loop', ord: 0, index: 0, value, within: ['top'], parents: [] };
      return drive(aFlow([aTask('b')]), { breakpoints, loopRun }).live.state.current;
    };

    const run = drive(aFlow([each]), { breakpoints });
    run.succeed('b');

    expect(run.states()).toEqual(['each RUNNING', 'b SUCCESS', 'b BREAKPOINT']);
    expect([stateIn(1), stateIn(2)]).toEqual(['RUNNING', 'BREAKPOINT']);
  });

  test('a resume may say where it stops from then on', () => {
    const run = drive(aFlow([aTask('a'), aTask('b'), aTask('c')]), { breakpoints: [{ id: 'a' }, { id: 'b' }] });

    run.send({ kind: 'resumed', breakpoints: [{ id: 'c' }] });
    run.succeed('a');
    run.succeed('b');

    expect(run.states()).toEqual(['a SUCCESS', 'b SUCCESS', 'c BREAKPOINT']);
    expect(run.live.state.current).toBe('BREAKPOINT');
  });
});

describe('admission', () => {
  const limited = aFlow([aTask('a')], { concurrency: { limit: 1, behavior: 'QUEUE' } });

  test('a refused slot queues; a granted one runs, and it is released at the end', () => {
    const run = drive(limited);

    expect(run.effectsOf('requestSlot')).toHaveLength(1);
    run.send({ kind: 'slotRefused', behavior: 'QUEUE', message: 'full' });
    run.send({ kind: 'slotGranted' });
    expect(run.send({ kind: 'slotGranted' })).toEqual({ changes: [], effects: [] });
    run.succeed('a');

    expect(run.history()).toBe('CREATED QUEUED RUNNING SUCCESS');
    expect(run.effectsOf('releaseSlot')).toHaveLength(1);
  });

  test.each([
    ['CANCEL', 'CANCELLED'],
    ['FAIL', 'FAILED'],
  ] as const)('behavior %s ends it before it began', (behavior, state) => {
    const run = drive(limited);

    run.send({ kind: 'slotRefused', behavior, message: 'Flow is over its limit' });

    expect(run.history()).toBe(`CREATED ${state}`);
    expect(run.states()).toEqual([]);
  });

  test.each(['CANCELLED', 'FAILED'] as const)('one taken out of the queue as %s ends so at once', (endState) => {
    const run = drive(limited);
    run.send({ kind: 'slotRefused', behavior: 'QUEUE', message: 'full' });

    run.send({ ...kill, endState, cascade: false });

    expect(run.history()).toBe(`CREATED QUEUED ${endState}`);
    expect(run.states()).toEqual([]);
  });

  test('forceRun takes it out of the queue and past its date', () => {
    const queued = drive(limited);
    queued.send({ kind: 'slotRefused', behavior: 'QUEUE', message: 'full' });
    const scheduled = drive(aFlow([aTask('a')]), { scheduleAt: 99_000 });

    for (const run of [queued, scheduled]) run.send({ kind: 'forceRun' });

    for (const run of [queued, scheduled]) expect(run.states()).toEqual(['a CREATED']);
  });

  test('an execution with a date waits for it', () => {
    const run = drive(aFlow([aTask('a')]), { scheduleAt: 9_000 });

    expect(run.effectsOf('startTimer')).toEqual([{ kind: 'startTimer', key: 'schedule', dueAt: 9_000 }]);
    run.send({ kind: 'timerFired', key: 'schedule', at: 9_000 });

    expect(run.states()).toEqual(['a CREATED']);
  });
});

describe('service levels', () => {
  const sla = { id: 'fast', labels: [{ key: 'sla', value: 'violated' }] };

  test('a broken deadline ends the execution as it says and adds its labels', () => {
    const run = drive(
      aFlow([aTask('a')], { sla: [{ ...sla, type: 'MAX_DURATION', durationMs: 5_000, behavior: 'FAIL' }] }),
    );

    expect(run.effectsOf('startTimer')).toEqual([{ kind: 'startTimer', key: 'sla:0', dueAt: 6_000 }]);
    run.send({ kind: 'timerFired', key: 'sla:0', at: 6_000 });

    expect(run.history()).toBe('CREATED RUNNING KILLING FAILED');
    expect(run.execution().labels).toEqual(sla.labels);
    expect(run.effectsOf('log')[0]?.message).toBe(
      "Execution failed due to SLA 'fast' violated: execution duration of PT5S exceed the maximum duration of PT5S.",
    );
  });

  test.each([
    ['FAIL', 'FAILED'],
    ['CANCEL', 'CANCELLED'],
  ] as const)(
    'with %s the last task run shares the end, and all others that were open are killed',
    (behavior, state) => {
      const tolerant = aTask('b', 'test.Run', { allowFailure: true });
      const run = drive(
        aFlow([aFlowable('p', 'Parallel', { tasks: [aTask('a'), tolerant] })], {
          errors: [aTask('e')],
          sla: [{ ...sla, type: 'MAX_DURATION', durationMs: 5_000, behavior }],
        }),
      );
      for (const ord of [1, 2]) {
        run.send({ kind: 'taskClaimed', ord, attempt: 1, workerId: 'w' });
        run.send({ kind: 'taskStarted', ord, attempt: 1, lease: 1, workerId: 'w' });
      }

      run.send({ kind: 'timerFired', key: 'sla:0', at: 6_000 });
      expect(run.states()).toEqual(['p KILLING', 'a KILLING', 'b KILLING']);
      for (const ord of [1, 2]) run.send({ kind: 'taskKilled', ord, attempt: 1, lease: 1 });

      expect(run.states()).toEqual(['p KILLED', 'a KILLED', `b ${state}`]);
      expect(run.history()).toBe(`CREATED RUNNING KILLING ${state}`);
    },
  );

  test('one that ends by itself keeps its end although a level was broken', () => {
    const run = drive(
      aFlow([aTask('a')], { sla: [{ ...sla, type: 'MAX_DURATION', durationMs: 5_000, behavior: 'FAIL' }] }),
    );
    run.send({ kind: 'taskClaimed', ord: 0, attempt: 1, workerId: 'w' });

    run.send({ kind: 'timerFired', key: 'sla:0', at: 6_000 });
    run.succeed('a');

    expect(run.history('a')).toBe('CREATED KILLING SUCCESS');
    expect(run.live.state.current).toBe('FAILED');
  });

  test('an assertion that turns false adds its labels once', () => {
    const rule = { ...sla, type: 'EXECUTION_ASSERTION', assert: '{{ outputs.a.ok }}', behavior: 'NONE' } as const;
    const run = drive(aFlow([aTask('a'), aTask('b')], { sla: [rule] }));

    run.succeed('a', { outputs: { ok: false } });
    run.succeed('b');

    expect(run.live.state.current).toBe('SUCCESS');
    expect(run.execution().labels).toEqual(sla.labels);
    expect(run.effectsOf('log').filter(({ level }) => level === 'WARN')).toHaveLength(1);
  });
});

describe('assertions at the end', () => {
  const rule = { id: 'rows', type: 'EXECUTION_ASSERTION', behavior: 'FAIL', labels: [] } as const;

  test('what the last task gave is judged before the execution ends', () => {
    const run = drive(aFlow([aTask('a')], { sla: [{ ...rule, assert: '{{ outputs.a.ok }}' }] }));

    run.succeed('a', { outputs: { ok: false } });

    expect(run.history()).toBe('CREATED RUNNING KILLING FAILED');
    expect(run.effectsOf('log').map(({ message }) => message)).toContain(
      "Execution failed due to SLA 'rows' violated: assertion is false: {{ outputs.a.ok }}.",
    );
  });

  test('one that cannot be rendered to the end is warned of once, with the reason', () => {
    const run = drive(aFlow([aTask('a'), aTask('b')], { sla: [{ ...rule, assert: '{{ outputs.none.ok }}' }] }));
    const warnings = () => run.effectsOf('log').filter(({ level }) => level === 'WARN');

    run.succeed('a');
    expect(warnings()).toEqual([]);
    run.succeed('b');

    expect(run.live.state.current).toBe('SUCCESS');
    expect(warnings()).toEqual([
      {
        kind: 'log',
        ord: -1,
        level: 'WARN',
        message: expect.stringMatching(/^SLA 'rows' could not be checked: .*none.*$/),
      },
    ]);
  });

  test('one that names a task which has not run yet is not warned of', () => {
    const run = drive(aFlow([aTask('a'), aTask('b')], { sla: [{ ...rule, assert: '{{ outputs.b.ok }}' }] }));

    run.succeed('a');
    run.succeed('b', { outputs: { ok: true } });

    expect(run.live.state.current).toBe('SUCCESS');
    expect(run.effectsOf('log').filter(({ level }) => level === 'WARN')).toEqual([]);
  });

  test('the flow waits for what must be read first, and asks the next one then', () => {
    const reads = { ...rule, assert: '{{ wait }}' };
    const run = drive(aFlow([aTask('a')], { sla: [reads, { ...reads, id: 'more' }] }));
    const answer = (key: string, value: string) =>
      run.send({ kind: 'evaluated', ord: -1, key, result: { kind: 'value', value } });

    answer('sla:0', 'true');
    answer('sla:1', 'true');
    run.succeed('a');
    answer('sla:0', 'true');
    expect(run.live.state.current).toBe('RUNNING');
    answer('sla:1', 'false');

    expect(run.history()).toBe('CREATED RUNNING KILLING FAILED');
  });

  test('an answer is not a reason to ask again', () => {
    const run = drive(aFlow([aTask('a')], { sla: [{ ...rule, assert: '{{ wait }}' }] }));
    const asked = () => run.effectsOf('evaluate').length;

    run.send({ kind: 'evaluated', ord: -1, key: 'sla:0', result: { kind: 'value', value: 'true' } });
    expect(asked()).toBe(1);
    run.succeed('a');
    run.send({ kind: 'evaluated', ord: -1, key: 'sla:0', result: { kind: 'value', value: 'true' } });

    expect(asked()).toBe(2);
    expect(run.live.state.current).toBe('SUCCESS');
  });

  test('a restart asks them again', () => {
    const run = drive(aFlow([aTask('a')], { sla: [{ ...rule, assert: '{{ outputs.a.ok }}' }] }));
    run.fail('a');
    run.reload();
    run.send({ kind: 'restarted' });
    run.send({ kind: 'continued', frame: 'start' });

    run.succeed('a', { outputs: { ok: false } });

    expect(run.live.state.current).toBe('FAILED');
    expect(run.row('a').state.current).toBe('SUCCESS');
  });
});

describe('service levels with the same id', () => {
  test('each is judged by its own sentence', () => {
    const rule = { id: 'rule', type: 'EXECUTION_ASSERTION', labels: [] } as const;
    const held = { ...rule, assert: 'true', behavior: 'CANCEL' } as const;
    const broken = { ...rule, assert: 'false', behavior: 'NONE', labels: [{ key: 'sla', value: 'violated' }] } as const;
    const run = drive(aFlow([aTask('a')], { sla: [held, broken] }));

    run.succeed('a');

    expect(run.live.state.current).toBe('SUCCESS');
    expect(run.execution().labels).toEqual([{ key: 'sla', value: 'violated' }]);
  });
});

describe('what tasks change in their execution', () => {
  test('labels and variables are merged', () => {
    const run = drive(aFlow([aTask('a'), aTask('b')], { variables: { x: 1 } }), { labels: [{ key: 'k', value: '1' }] });

    run.succeed('a', {
      update: {
        labels: [
          { key: 'k', value: '2' },
          { key: 'l', value: '3' },
        ],
        variables: { y: 2 },
      },
    });
    expect(run.execution().variables).toEqual({ x: 1, y: 2 });
    run.succeed('b', { update: { unsetVariables: ['x'] } });

    expect(run.execution().labels).toEqual([
      { key: 'k', value: '2' },
      { key: 'l', value: '3' },
    ]);
    expect(run.execution().variables).toEqual({ y: 2 });
  });

  test('Exit ends its ancestors and the execution in its state, lets siblings finish and runs finally', () => {
    const par = aFlowable('p', 'Parallel', {
      tasks: [aFlowable('s', 'Sequential', { tasks: [aTask('exit'), aTask('x')] }), aTask('b')],
    });
    const run = drive(aFlow([par, aTask('c')], { errors: [aTask('e')], finally: [aTask('f')] }));

    run.succeed('exit', { update: { exit: 'WARNING' } });
    run.reload();
    run.succeed('b');
    run.succeed('f');

    expect(run.states()).toEqual(['p WARNING', 's WARNING', 'b SUCCESS', 'exit WARNING', 'f SUCCESS']);
    expect(run.live.state.current).toBe('WARNING');
  });

  test('finally is tried again after an Exit, whose state stays', () => {
    const retry = {
      type: 'constant',
      intervalMs: 100,
      warningOnRetry: false,
      behavior: 'CREATE_NEW_EXECUTION',
    } as const;
    const run = drive(aFlow([aTask('exit')], { retry, finally: [aTask('f')] }));

    run.succeed('exit', { update: { exit: 'WARNING' } });
    run.fail('f');
    run.send({ kind: 'timerFired', key: 'retry:1:2' });
    run.succeed('f');

    expect(run.history('f')).toBe('CREATED RUNNING RETRYING CREATED RUNNING SUCCESS');
    expect(run.live.state.current).toBe('WARNING');
  });

  test('flow outputs are typed; one that cannot be made fails the execution and leaves none', () => {
    const output = { type: 'STRING', required: true, options: {} } as const;
    const good = drive(aFlow([aTask('a')], { outputs: [{ ...output, id: 'o', value: '{{ outputs.a.map }}' }] }));
    const bad = drive(
      aFlow([aTask('a')], {
        outputs: [
          { ...output, id: 'o', value: 'x' },
          { ...output, id: 'p', value: '{{ outputs.a.nothing }}' },
        ],
      }),
    );

    for (const run of [good, bad]) run.succeed('a', { outputs: { map: { k: 1 } } });

    expect(good.execution().outputs).toEqual({ o: '{"k":1}' });
    expect(bad.live.state.current).toBe('FAILED');
    expect(bad.execution().outputs).toBeUndefined();
  });

  test('labels set by a user replace those of users in their places, and keep those of the system', () => {
    const run = drive(aFlow([aTask('a')]), {
      labels: [
        { key: 'k', value: '1' },
        { key: 'm', value: '1' },
        { key: 'system.correlationId', value: 'c' },
      ],
    });
    const labels = [
      { key: 'l', value: '2' },
      { key: 'm', value: '2' },
    ];

    run.send({ kind: 'labelsSet', labels });

    expect(run.execution().labels).toEqual([
      { key: 'm', value: '2' },
      { key: 'system.correlationId', value: 'c' },
      { key: 'l', value: '2' },
    ]);
  });
});
