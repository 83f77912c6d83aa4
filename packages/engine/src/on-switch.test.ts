import { describe, expect, test } from 'vitest';
import { drive } from './testing/drive.ts';
import { aFlow, aFlowable, aTask } from './testing/test-flow.ts';

const killed = { kind: 'switchEnded', killSwitch: 'stop it', endState: 'KILLED' } as const;
const cancelled = { ...killed, endState: 'CANCELLED' } as const;
const held = { kind: 'switchHeld', killSwitch: 'wait' } as const;
const released = { kind: 'switchReleased' } as const;
const claimed = { kind: 'taskClaimed', ord: 0, attempt: 1, workerId: 'w' } as const;
const label = { key: 'system.killSwitch', value: 'stop it' };

describe('a switch that kills', () => {
  test('what runs is told to end, and label and log say why', () => {
    const run = drive(aFlow([aTask('a'), aTask('b')]));
    run.send(claimed);

    run.send(killed);
    expect(run.effectsOf('killTask')).toHaveLength(1);
    run.send({ kind: 'taskKilled', ord: 0, attempt: 1, lease: 1 });

    expect(run.history()).toBe('CREATED RUNNING KILLING KILLED');
    expect(run.live.labels).toContainEqual(label);
    expect(run.effectsOf('log')[0]).toMatchObject({
      level: 'WARN',
      message: "Execution is KILLED by kill switch 'stop it'",
    });
    expect(run.send(killed)).toEqual({ changes: [], effects: [] });
  });

  test('one that waits for its date ends without having begun', () => {
    const run = drive(aFlow([aTask('a')], { finally: [aTask('f')] }), { scheduleAt: 9_000 });

    run.send(killed);

    expect(run.history()).toBe('CREATED KILLING KILLED');
    expect(run.states()).toEqual([]);
  });
});

describe('a switch that cancels', () => {
  test('one that waits for its date ends without having begun', () => {
    const run = drive(aFlow([aTask('a')]), { scheduleAt: 9_000 });

    run.send(cancelled);

    expect(run.history()).toBe('CREATED CANCELLED');
    expect(run.live.labels).toContainEqual(label);
    expect(run.send({ kind: 'timerFired', key: 'schedule', at: 9_000 }).changes).toEqual([]);
  });

  test('what runs ends by itself, nothing else starts, and then the execution is CANCELLED', () => {
    const run = drive(aFlow([aFlowable('p', 'Parallel', { tasks: [aTask('a'), aTask('b')] }), aTask('c')]));
    const [a, b] = run.effectsOf('runTask');
    run.send({ ...claimed, ord: a!.ord });

    run.send(cancelled);
    run.send({ ...claimed, ord: b!.ord });
    expect(run.live.state.current).toBe('RUNNING');
    expect(run.effectsOf('killTask')).toEqual([]);
    run.succeed('a');

    expect(run.states()).toEqual(['p KILLED', 'a SUCCESS', 'b KILLED']);
    expect(run.history()).toBe('CREATED RUNNING KILLING CANCELLED');
  });

  test('it is not undone by a start in between', () => {
    const run = drive(aFlow([aTask('a'), aTask('b')]));
    run.send(claimed);
    run.send({ kind: 'taskStarted', ord: 0, attempt: 1, lease: 1, workerId: 'w' });

    run.send(cancelled);
    run.reload();
    run.succeed('a');

    expect(run.states()).toEqual(['a SUCCESS']);
    expect(run.live.state.current).toBe('CANCELLED');
  });

  test('what only waits, for a retry or a resume, ends at once', () => {
    const retry = { type: 'constant', intervalMs: 1, warningOnRetry: false, behavior: 'RETRY_FAILED_TASK' } as const;
    const run = drive(aFlow([aTask('a', 'test.Run', { retry })]));
    run.fail('a');

    run.send(cancelled);

    expect(run.states()).toEqual(['a KILLED']);
    expect(run.live.state.current).toBe('CANCELLED');
  });

  test('an execution that a task has started and waits for ends first', () => {
    const run = drive(
      aFlow([aTask('s', 'Subflow', { properties: { namespace: 'test', flowId: 'other' } }), aTask('b')]),
    );
    run.send({ kind: 'childStarted', ord: 0, attempt: 1, childId: 'child' });

    run.send(cancelled);
    expect(run.live.state.current).toBe('RUNNING');
    run.send({ kind: 'childEnded', ord: 0, childId: 'child', state: 'SUCCESS' });

    expect(run.states()).toEqual(['s SUCCESS']);
    expect(run.live.state.current).toBe('CANCELLED');
  });
});

describe('a switch that ignores', () => {
  test('running tasks finish, nothing new starts until it ends, also after a start', () => {
    const run = drive(aFlow([aTask('a'), aTask('b')]));
    run.send(claimed);

    run.send(held);
    run.succeed('a');
    run.reload();
    expect(run.states()).toEqual(['a SUCCESS']);
    expect(run.live.state.current).toBe('PAUSED');
    run.send(released);

    expect(run.states()).toEqual(['a SUCCESS', 'b CREATED']);
    expect(run.history()).toBe('CREATED RUNNING PAUSED RESTARTED RUNNING');
  });

  test('a resume by hand does not go round it, and a pause by hand outlasts it', () => {
    const run = drive(aFlow([aTask('a'), aTask('b')]));
    run.send(claimed);
    run.send(held);
    run.send({ kind: 'pauseRequested' });
    run.succeed('a');

    run.send(released);
    expect(run.states()).toEqual(['a SUCCESS']);
    run.send(held);
    run.send({ kind: 'resumed' });
    expect(run.live.state.current).toBe('PAUSED');
    expect(run.states()).toEqual(['a SUCCESS']);
    run.send(released);

    expect(run.states()).toEqual(['a SUCCESS', 'b CREATED']);
  });

  test('what it holds can be killed', () => {
    const run = drive(aFlow([aTask('a'), aTask('b')]));
    run.send(held);

    run.send({ kind: 'killRequested' });

    expect(run.live.state.current).toBe('KILLED');
    expect(run.send(released)).toEqual({ changes: [], effects: [] });
  });

  test('one that has not begun is left to who admits it', () => {
    const run = drive(aFlow([aTask('a')]), { scheduleAt: 9_000 });

    expect(run.send(held)).toEqual({ changes: [], effects: [] });
  });
});
