import { describe, expect, test } from 'vitest';
import { drive } from './testing/drive.ts';
import { aFlow, aFlowable, aTask } from './testing/test-flow.ts';

const retry = { type: 'constant', intervalMs: 100, warningOnRetry: false, behavior: 'RETRY_FAILED_TASK' } as const;

describe('lists of tasks', () => {
  test('tasks run one after another, disabled ones leave no task run', () => {
    const run = drive(aFlow([aTask('a'), aTask('b', 'test.Run', { disabled: true }), aTask('c')]));

    run.succeed('a');
    expect(run.states()).toEqual(['a SUCCESS', 'c CREATED']);
    run.succeed('c');

    expect(run.history()).toBe('CREATED RUNNING SUCCESS');
  });

  test('after a failure the errors run, then finally, and the execution is still FAILED', () => {
    const run = drive(aFlow([aTask('a'), aTask('b')], { errors: [aTask('e')], finally: [aTask('f')] }));

    run.fail('a');
    run.succeed('e');
    run.succeed('f');

    expect(run.states()).toEqual(['a FAILED', 'e SUCCESS', 'f SUCCESS']);
    expect(run.history()).toBe('CREATED RUNNING FAILED');
  });

  test('the log says how it ended and how long it took', () => {
    const run = drive(aFlow([aTask('a')]));

    run.succeed('a', { at: 1_000 + ((26 * 60 + 3) * 60 + 4) * 1_000 + 5 });

    expect(run.effectsOf('log').map(({ message }) => message)).toEqual([
      'Flow completed with state SUCCESS in 26:03:04.005',
    ]);
  });

  test('a failure in finally fails the execution', () => {
    const run = drive(aFlow([aTask('a')], { finally: [aTask('f')] }));

    run.succeed('a');
    run.fail('f');

    expect(run.live.state.current).toBe('FAILED');
  });

  test('afterExecution runs after the final state and cannot change it', () => {
    const run = drive(aFlow([aTask('a')], { afterExecution: [aTask('z')] }));

    run.succeed('a');
    expect(run.live.state.current).toBe('SUCCESS');
    expect(run.effectsOf('notifyEnded')).toEqual([]);
    run.fail('z');

    expect(run.live.state.current).toBe('SUCCESS');
    expect(run.effectsOf('notifyEnded')).toEqual([{ kind: 'notifyEnded', state: 'SUCCESS' }]);
  });

  test('afterExecution runs though every task is disabled', () => {
    const run = drive(aFlow([aTask('a', 'test.Run', { disabled: true })], { afterExecution: [aTask('z')] }));

    run.succeed('z');

    expect(run.states()).toEqual(['z SUCCESS']);
    expect(run.history()).toBe('CREATED RUNNING SUCCESS');
    expect(run.live.isOver).toBe(true);
  });

  test("a listener's task runs only if its conditions hold, else there is no task run of it", () => {
    const listeners = [
      aTask('never', 'test.Run', { onlyIf: 'false' }),
      aTask('broken', 'test.Run', { onlyIf: '{{ fail }}' }),
      aTask('later', 'test.Run', { onlyIf: '{{ wait }}' }),
      aTask('last', 'test.Run', { onlyIf: '{{ execution.state }}' }),
    ];
    const run = drive(aFlow([aTask('a')], { afterExecution: listeners }));

    run.succeed('a');
    expect(run.states()).toEqual(['a SUCCESS']);
    run.reload();
    run.send({ kind: 'evaluated', ord: -1, key: 'onlyIf:2', result: { kind: 'value', value: 'true' } });
    run.succeed('later');
    run.succeed('last');

    expect(run.states()).toEqual(['a SUCCESS', 'later SUCCESS', 'last SUCCESS']);
    expect(run.effectsOf('notifyEnded')).toEqual([{ kind: 'notifyEnded', state: 'SUCCESS' }]);
  });

  test('nothing follows a task that fails while it is opened', () => {
    const broken = aFlowable('broken', 'If', { then: [aTask('t')] }, { properties: { condition: '{{ fail }}' } });
    const list = drive(aFlow([broken, aTask('b')]));
    const parallel = drive(aFlow([aFlowable('p', 'Parallel', { tasks: [broken, aTask('b')] })]));

    expect(list.states()).toEqual(['broken FAILED']);
    expect(parallel.states()).toEqual(['p FAILED', 'broken FAILED']);
  });

  test('allowFailure makes a failure a warning and goes on, allowWarning with it a success', () => {
    const tolerant = { allowFailure: true };
    const run = drive(
      aFlow([aTask('a', 'test.Run', tolerant), aTask('b', 'test.Run', { ...tolerant, allowWarning: true })]),
    );

    run.fail('a');
    run.fail('b');

    expect(run.states()).toEqual(['a WARNING', 'b SUCCESS']);
    expect(run.live.state.current).toBe('WARNING');
  });

  test('a false runIf skips, a broken one fails', () => {
    const skipped = drive(aFlow([aFlowable('s', 'Sequential', { tasks: [aTask('a')] }, { runIf: '0' })]));
    const broken = drive(aFlow([aTask('a', 'test.Run', { runIf: '{{ fail }}' })]));

    expect(skipped.states()).toEqual(['s SKIPPED']);
    expect(skipped.live.state.current).toBe('SUCCESS');
    expect(broken.states()).toEqual(['a FAILED']);
    expect(broken.effectsOf('log')[0]).toMatchObject({ ord: 0, level: 'ERROR', message: 'cannot be rendered' });
  });

  test('a runIf that needs something from outside waits for it, and an answer that comes twice counts once', () => {
    const run = drive(aFlow([aTask('a', 'test.Run', { runIf: '{{ wait }}' })]));
    const answer = { kind: 'evaluated', ord: 0, key: 'runIf', result: { kind: 'value', value: 'true' } } as const;

    expect(run.effectsOf('evaluate')).toEqual([
      { kind: 'evaluate', ord: 0, key: 'runIf', template: '{{ wait }}', as: 'text' },
    ]);
    run.send(answer);
    const again = run.send(answer);

    expect(run.effectsOf('runTask')).toHaveLength(1);
    expect(again).toEqual({ changes: [], effects: [] });
  });
});

describe('attempts', () => {
  test('a retry adds attempts to one task run and ends FAILED when none is left', () => {
    const run = drive(
      aFlow([aTask('a', 'test.Run', { retry: { ...retry, maxAttempts: 2 } })], { errors: [aTask('e')] }),
    );

    run.fail('a');
    expect(run.effectsOf('startTimer')).toEqual([{ kind: 'startTimer', key: 'retry:0:2', dueAt: 1_102 }]);
    expect(run.states()).toEqual(['a RETRYING']);
    run.send({ kind: 'timerFired', key: 'retry:0:2' });
    run.fail('a');
    run.succeed('e');

    expect(run.row('a').attempts).toHaveLength(2);
    expect(run.history('a')).toBe('CREATED RUNNING RETRYING CREATED RUNNING FAILED');
    expect(run.history()).toBe('CREATED RUNNING RETRYING RUNNING FAILED');
  });

  test('the retry of a flowable or of the flow serves the tasks below', () => {
    const inFlowable = drive(aFlow([aFlowable('s', 'Sequential', { tasks: [aTask('a')] }, { retry })]));
    const inFlow = drive(aFlow([aTask('a')], { retry }));

    inFlowable.fail('a');
    inFlow.fail('a');

    expect(inFlowable.states()).toEqual(['s RUNNING', 'a RETRYING']);
    expect(inFlow.states()).toEqual(['a RETRYING']);
  });

  test('success after a failed attempt is a warning when the policy says so', () => {
    const run = drive(aFlow([aTask('a', 'test.Run', { retry: { ...retry, warningOnRetry: true } })]));

    run.fail('a');
    run.send({ kind: 'timerFired', key: 'retry:0:2' });
    run.succeed('a');

    expect(run.live.state.current).toBe('WARNING');
  });

  test('CREATE_NEW_EXECUTION ends task run, flowables and execution RETRIED and asks for another execution', () => {
    const again = { ...retry, behavior: 'CREATE_NEW_EXECUTION', maxAttempts: 2 } as const;
    const flow = aFlow([aFlowable('s', 'Sequential', { tasks: [aTask('a')] })], { retry: again, errors: [aTask('e')] });
    const first = drive(flow);
    const last = drive(flow, { metadata: { attemptNumber: 2, originalCreatedAt: 0 } });

    first.fail('a');
    last.fail('a');

    expect(first.states()).toEqual(['s RETRIED', 'a RETRIED']);
    expect(first.history()).toBe('CREATED RUNNING RETRIED');
    expect(first.effectsOf('createRetry')).toEqual([
      { kind: 'createRetry', dueAt: 1_102, spending: { spentMs: 2, spentAt: 1_002 } },
    ]);
    expect(last.states()).toEqual(['s FAILED', 'a FAILED', 'e CREATED']);
  });

  test('what runs after the end is tried again in its place, where others would make another execution', () => {
    const again = { ...retry, behavior: 'CREATE_NEW_EXECUTION', maxAttempts: 2 } as const;
    const run = drive(aFlow([aTask('a')], { retry: again, afterExecution: [aTask('z')] }));

    run.succeed('a');
    run.fail('z');
    run.reload();
    run.send({ kind: 'timerFired', key: 'retry:1:2' });
    run.fail('z');

    expect(run.history('z')).toBe('CREATED RUNNING RETRYING CREATED RUNNING FAILED');
    expect(run.history()).toBe('CREATED RUNNING SUCCESS');
    expect(run.effectsOf('createRetry')).toEqual([]);
    expect(run.live.isOver).toBe(true);
  });

  test('an attempt that outlives its timeout by the leeway of its worker fails without it', () => {
    const run = drive(aFlow([aTask('a', 'test.Run', { timeout: 'PT1S' })]));

    run.send({ kind: 'taskClaimed', ord: 0, attempt: 1, workerId: 'w' });
    run.send({ kind: 'taskStarted', ord: 0, attempt: 1, lease: 1, workerId: 'w', at: 2_000 });
    expect(run.effectsOf('startTimer')).toEqual([{ kind: 'startTimer', key: 'timeout:0:1', dueAt: 5_000 }]);
    run.send({ kind: 'timerFired', key: 'timeout:0:1', at: 5_000 });
    const late = run.send({ kind: 'taskSucceeded', ord: 0, attempt: 1, lease: 1 });

    expect(run.states()).toEqual(['a FAILED']);
    expect(run.effectsOf('killTask')).toEqual([{ kind: 'killTask', ord: 0, attempt: 1, workerId: 'w' }]);
    expect(run.effectsOf('log')[0]?.message).toBe('Timeout after PT1S');
    expect(late.changes).toEqual([]);
  });

  test('results of an older attempt, an older lease or a task run that is unknown change nothing', () => {
    const run = drive(aFlow([aTask('a')]));
    run.send({ kind: 'taskClaimed', ord: 0, attempt: 1, workerId: 'w' });

    for (const which of [
      { ord: 0, attempt: 1, lease: 0 },
      { ord: 0, attempt: 2, lease: 1 },
      { ord: 7, attempt: 1, lease: 1 },
    ]) {
      expect(run.send({ kind: 'taskSucceeded', ...which })).toEqual({ changes: [], effects: [] });
    }

    expect(run.states()).toEqual(['a CREATED']);
  });

  test('the attempt of a lost worker is resubmitted and made again in the same task run', () => {
    const run = drive(aFlow([aTask('a')]));
    run.send({ kind: 'taskClaimed', ord: 0, attempt: 1, workerId: 'w' });
    run.send({ kind: 'taskStarted', ord: 0, attempt: 1, lease: 1, workerId: 'w' });

    run.send({ kind: 'taskLost', ord: 0, attempt: 1, lease: 1 });
    run.send({ kind: 'taskClaimed', ord: 0, attempt: 2, workerId: 'v' });
    run.succeed('a');

    expect(run.row('a').attempts.map(({ state }) => state.current)).toEqual(['RESUBMITTED', 'SUCCESS']);
    expect(run.history('a')).toBe('CREATED RUNNING SUCCESS');
  });
});
