import { describe, expect, test } from 'vitest';
import { drive } from '../testing/drive.ts';
import { aFlow, aFlowable, aTask } from '../testing/test-flow.ts';

const tasks = (...ids: string[]) => ids.map((id) => aTask(id));

describe('Parallel and Dag', () => {
  test('a failure lets running siblings end, starts nothing more, and only then the errors', () => {
    const parallel = aFlowable(
      'p',
      'Parallel',
      { tasks: tasks('a', 'b', 'c'), errors: tasks('e') },
      { properties: { concurrent: 2 } },
    );
    const run = drive(aFlow([parallel]));

    run.fail('b');
    expect(run.states()).toEqual(['p RUNNING', 'a CREATED', 'b FAILED']);
    run.succeed('a');
    expect(run.states()).toContain('e CREATED');
    run.succeed('e');

    expect(run.states()).toEqual(['p FAILED', 'a SUCCESS', 'b FAILED', 'e SUCCESS']);
  });

  test('a task of a Dag starts once all that it depends on have ended', () => {
    const dependsOn = new Map([
      ['c', ['a', 'b']],
      ['d', ['disabled']],
    ]);
    const run = drive(aFlow([aFlowable('dag', 'Dag', { tasks: tasks('a', 'b', 'c', 'd'), dependsOn })]));

    expect(run.states()).toEqual(['dag RUNNING', 'a CREATED', 'b CREATED', 'd CREATED']);
    run.succeed('a');
    run.succeed('d');
    expect(run.states()).not.toContain('c CREATED');
    run.succeed('b');

    expect(run.states()).toContain('c CREATED');
  });
});

describe('If and Switch', () => {
  test('an If keeps what its condition came to and may have no branch for it', () => {
    const run = drive(aFlow([aFlowable('if', 'If', { then: tasks('a') }, { properties: { condition: 'false' } })]));

    expect(run.states()).toEqual(['if SUCCESS']);
    expect(run.row('if').outputs).toEqual({ evaluationResult: false });
  });

  test('a Switch runs the case of its value, else the defaults', () => {
    const cases = new Map([['x', tasks('a')]]);
    const known = drive(
      aFlow([aFlowable('s', 'Switch', { cases, defaults: tasks('d') }, { properties: { value: 'x' } })]),
    );
    const other = drive(
      aFlow([aFlowable('s', 'Switch', { cases, defaults: tasks('d') }, { properties: { value: 'y' } })]),
    );

    expect(known.states()).toEqual(['s RUNNING', 'a CREATED']);
    expect(other.states()).toEqual(['s RUNNING', 'd CREATED']);
    expect(other.row('s').outputs).toEqual({ value: 'y', defaults: true });
  });

  test('a Switch without case and defaults fails', () => {
    const run = drive(
      aFlow([aFlowable('s', 'Switch', { cases: new Map([['x', tasks('a')]]) }, { properties: { value: 'y' } })]),
    );

    expect(run.live.state.current).toBe('FAILED');
  });
});

describe('ForEach', () => {
  const each = (values: unknown, limit: number, ...ids: string[]) =>
    aFlowable(
      'each',
      'ForEach',
      { tasks: tasks(...ids) },
      { properties: { values: values as string[], concurrencyLimit: limit } },
    );

  test('items are text, known by their index, and equal ones each run with a warning', () => {
    const run = drive(aFlow([each([1, { k: 'v' }, '1'], 0, 'a')]));

    expect([...run.rows.values()].slice(1).map(({ value, iteration }) => [value, iteration])).toEqual([
      ['1', 0],
      ['{"k":"v"}', 1],
      ['1', 2],
    ]);
    expect(run.effectsOf('log')[0]?.level).toBe('WARN');
  });

  test('groups run one after another, their tasks in order', () => {
    const run = drive(aFlow([each('["x", "y"]', 1, 'a', 'b')]));

    for (const id of ['a', 'b', 'a', 'b']) run.succeed(id);

    expect(run.live.state.current).toBe('SUCCESS');
    expect([...run.rows.values()].map(({ taskId, value }) => `${taskId} ${value ?? ''}`)).toEqual([
      'each ',
      'a x',
      'b x',
      'a y',
      'b y',
    ]);
  });

  test('an empty list succeeds alone, a null fails before any child', () => {
    expect(drive(aFlow([each([], 1, 'a')])).states()).toEqual(['each SUCCESS']);
    const broken = drive(aFlow([each(['x', null], 1, 'a')]));
    expect(broken.states()).toEqual(['each FAILED']);
    expect(broken.effectsOf('log')[0]?.message).toBe(`Found '1' null values on Each, with values=["x",null]`);
  });

  test('once a group has failed, running ones make no further step', () => {
    const run = drive(aFlow([each(['x', 'y'], 0, 'a', 'b')]));

    run.fail('a');
    run.succeed('a');

    expect(run.states()).toEqual(['each FAILED', 'a FAILED', 'a SUCCESS']);
  });

  test('a hundred thousand children are opened a thousand a call', () => {
    const run = drive(
      aFlow([
        each(
          Array.from({ length: 2_500 }, (_, index) => index),
          0,
          'a',
        ),
      ]),
    );

    expect(run.live.open.size).toBe(1_000);
    run.send({ kind: 'continued', frame: 'open' });
    run.send({ kind: 'continued', frame: 'open' });

    expect(run.live.open.size).toBe(2_501);
    expect(run.effectsOf('continue')).toHaveLength(2);
  });

  test('outputs stand under the values, deeper ones under the chain of them', () => {
    const inner = aFlowable('inner', 'ForEach', { tasks: tasks('a') }, { properties: { values: ['y'] } });
    const outer = aFlowable('outer', 'ForEach', { tasks: [inner] }, { properties: { values: ['x'] } });
    const run = drive(aFlow([outer, aTask('b', 'test.Run', { runIf: '{{ outputs.a.x.y.n }}' })]));

    run.succeed('a', { outputs: { n: 1 } });

    expect(run.states()).toContain('b CREATED');
    expect(run.live.outputs.states!['a']).toEqual({ x: { y: { state: 'SUCCESS' } } });
  });
});

describe('AllowFailure', () => {
  test('its errors run, the flow goes on and ends in a warning, global errors do not run', () => {
    const guarded = aFlowable('allow', 'AllowFailure', { tasks: tasks('a', 'b'), errors: tasks('local') });
    const run = drive(aFlow([guarded, aTask('c')], { errors: tasks('global') }));

    run.fail('a');
    run.succeed('local');
    run.succeed('c');

    expect(run.states()).toEqual(['allow WARNING', 'a FAILED', 'local SUCCESS', 'c SUCCESS']);
    expect(run.live.state.current).toBe('WARNING');
  });
});

describe('LoopUntil', () => {
  const loop = (properties: object) =>
    aFlowable('loop', 'LoopUntil', { tasks: tasks('a') }, { properties: { condition: '{{ wait }}', ...properties } });
  const answer = (value: string) =>
    ({ kind: 'evaluated', ord: 0, key: 'condition', result: { kind: 'value', value } }) as const;

  test('only the task runs of the last round remain', () => {
    const run = drive(aFlow([loop({ checkFrequency: { interval: 'PT1S' } })]));

    run.succeed('a');
    run.send(answer('false'));
    expect(run.live.state.current).toBe('PAUSED');
    run.send({ kind: 'timerFired', key: 'loop:0:1' });
    run.succeed('a');
    run.send(answer('true'));

    expect(run.states()).toEqual(['loop SUCCESS', 'a SUCCESS']);
    expect(run.row('a').iteration).toBe(2);
    expect(run.row('loop').outputs).toEqual({ iterationCount: 2 });
    expect(run.history()).toBe('CREATED RUNNING PAUSED RUNNING SUCCESS');
  });

  test('its children can count the rounds from the first on', () => {
    const run = drive(aFlow([loop({ condition: '{{ outputs.loop.iterationCount }}' })]));

    expect(run.row('loop').outputs).toEqual({ iterationCount: 0 });
    run.succeed('a');

    expect(run.live.state.current).toBe('SUCCESS');
    expect(run.row('loop').outputs).toEqual({ iterationCount: 1 });
  });

  test('at the most rounds it succeeds, or fails when told to', () => {
    const kind = drive(aFlow([loop({ checkFrequency: { maxIterations: 1 } })]));
    const strict = drive(aFlow([loop({ checkFrequency: { maxIterations: 1 }, failOnMaxReached: true })]));

    for (const run of [kind, strict]) {
      run.succeed('a');
      run.send(answer('false'));
    }

    expect([kind.live.state.current, strict.live.state.current]).toEqual(['SUCCESS', 'FAILED']);
  });

  test('its errors and finally run when it fails of itself, whatever is lost meanwhile', () => {
    const children = { tasks: tasks('a'), errors: tasks('e'), finally: tasks('f') };
    const properties = { condition: '{{ wait }}', checkFrequency: { maxIterations: 1 }, failOnMaxReached: true };
    const flow = aFlow([aFlowable('loop', 'LoopUntil', children, { properties })]);
    const unanswered = { ...answer(''), result: { kind: 'failed', message: 'cannot be rendered' } } as const;

    for (const reason of [answer('false'), unanswered]) {
      const run = drive(flow);
      run.succeed('a');
      run.send(reason);
      run.reload();
      run.succeed('e');
      run.reload();
      run.succeed('f');

      expect(run.states()).toEqual(['loop FAILED', 'a SUCCESS', 'e SUCCESS', 'f SUCCESS']);
    }
  });

  test('a failed child ends it at once', () => {
    const run = drive(aFlow([loop({})]));

    run.fail('a');

    expect(run.states()).toEqual(['loop FAILED', 'a FAILED']);
  });
});

describe('Pause', () => {
  const pause = (properties: object = {}, rest: object = {}) =>
    aFlowable('p', 'Pause', {}, { properties: properties as Record<string, string>, ...rest });

  test('resuming by hand passes RESTARTED and keeps the answers', () => {
    const run = drive(aFlow([pause(), aTask('a')]));

    expect(run.live.state.current).toBe('PAUSED');
    run.send({ kind: 'resumed', inputs: { answer: 42 }, by: 'ann', at: 5_000 });

    expect(run.history('p')).toBe('CREATED RUNNING PAUSED RUNNING SUCCESS');
    expect(run.row('p').outputs).toEqual({
      onResume: { answer: 42 },
      resumed: { by: 'ann', on: '1970-01-01T00:00:05Z', to: 'RUNNING' },
    });
    expect(run.history()).toBe('CREATED RUNNING PAUSED RESTARTED RUNNING');
  });

  test.each([
    ['RESUME', 'CREATED RUNNING PAUSED RUNNING SUCCESS', 'RUNNING'],
    ['WARN', 'CREATED RUNNING PAUSED WARNING', 'RUNNING'],
    ['FAIL', 'CREATED RUNNING PAUSED FAILED', 'FAILED'],
    ['CANCEL', 'CREATED RUNNING PAUSED CANCELLED', 'CANCELLED'],
  ])('behavior %s at the end of its time', (behavior, history, state) => {
    const run = drive(aFlow([pause({ pauseDuration: 'PT1S', behavior }), aTask('a')]));

    run.send({ kind: 'timerFired', key: 'pause:0:1', at: 2_001 });

    expect(run.history('p')).toBe(history);
    expect(run.live.state.current).toBe(state);
  });

  test('its behavior may be an expression, which must come to one of the words', () => {
    const properties = { pauseDuration: 'PT1S', behavior: '{{ labels.then }}' };
    const warned = drive(aFlow([pause(properties), aTask('a')]), { labels: [{ key: 'then', value: 'WARN' }] });
    const broken = drive(aFlow([pause(properties)]), { labels: [{ key: 'then', value: 'STOP' }] });

    warned.send({ kind: 'timerFired', key: 'pause:0:1', at: 2_001 });

    expect(warned.history('p')).toBe('CREATED RUNNING PAUSED WARNING');
    expect(broken.history('p')).toBe('CREATED RUNNING FAILED');
    expect(broken.effectsOf('log')[0]!.message).toContain("The behavior 'STOP' is not one of RESUME, WARN");
  });

  test('onPause runs before the pause begins, and the tasks after it, whatever is loaded again in between', () => {
    const children = { then: [aTask('tell', 'test.Run', { allowFailure: true })], tasks: tasks('after') };
    const run = drive(aFlow([aFlowable('p', 'Pause', children, { properties: { pauseDuration: 'PT1H' } })]));

    expect([run.live.state.current, ...run.states()]).toEqual(['RUNNING', 'p RUNNING', 'tell CREATED']);
    run.reload();
    run.fail('tell');
    expect([run.live.state.current, ...run.states()]).toEqual(['PAUSED', 'p PAUSED', 'tell WARNING']);
    run.reload();
    run.send({ kind: 'resumed' });
    run.reload();
    expect(run.states()).toEqual(['p RUNNING', 'tell WARNING', 'after CREATED']);
    run.succeed('after');

    expect(run.states()).toEqual(['p WARNING', 'tell WARNING', 'after SUCCESS']);
  });

  test('no pause begins when onPause fails or ends the execution', () => {
    const failing = drive(aFlow([aFlowable('p', 'Pause', { then: tasks('tell'), errors: tasks('e') })]));
    const leaving = drive(aFlow([aFlowable('p', 'Pause', { then: tasks('tell') })]));

    failing.fail('tell');
    failing.succeed('e');
    leaving.succeed('tell', { update: { exit: 'SUCCESS' } });

    expect(failing.states()).toEqual(['p FAILED', 'tell FAILED', 'e SUCCESS']);
    expect(leaving.states()).toEqual(['p SUCCESS', 'tell SUCCESS']);
    expect([failing, leaving].map((run) => run.live.state.current)).toEqual(['FAILED', 'SUCCESS']);
  });

  test('a timeout fails it; a resume first makes the timer mean nothing', () => {
    const late = drive(aFlow([pause({}, { timeout: 'PT1S' })]));
    const early = drive(aFlow([pause({}, { timeout: 'PT1S' }), aTask('a')]));

    late.send({ kind: 'timerFired', key: 'pause:0:1' });
    early.send({ kind: 'resumed' });

    expect(late.live.state.current).toBe('FAILED');
    expect(early.send({ kind: 'timerFired', key: 'pause:0:1' })).toEqual({ changes: [], effects: [] });
  });

  test('with another branch running the execution is PAUSED, and stays so until the last pause is resumed', () => {
    const two = aFlowable('par', 'Parallel', { tasks: [pause(), aFlowable('q', 'Pause', {}), aTask('a')] });
    const run = drive(aFlow([two]));

    run.succeed('a');
    run.send({ kind: 'resumed' });
    expect(run.live.state.current).toBe('PAUSED');
    run.send({ kind: 'resumed' });

    expect(run.live.state.current).toBe('SUCCESS');
  });
});

describe('WorkingDirectory', () => {
  const directory = (rest: object = {}) =>
    aFlowable('wd', 'WorkingDirectory', { tasks: tasks('a', 'b'), errors: tasks('e') }, rest);
  const job = { ord: 0, attempt: 1, lease: 0 };

  test('is one job whose children the worker reports', () => {
    const run = drive(aFlow([directory()]));

    run.send({ kind: 'innerStarted', ...job, taskId: 'a' });
    run.send({ kind: 'innerEnded', ...job, taskId: 'a', state: 'SUCCESS', outputs: { n: 1 } });
    run.send({ kind: 'innerEnded', ...job, taskId: 'b', state: 'SKIPPED' });
    const repeated = run.send({ kind: 'innerEnded', ...job, taskId: 'a', state: 'FAILED' });
    run.succeed('wd', { outputs: { outputFiles: {} } });

    expect(run.effectsOf('runTask')).toEqual([{ kind: 'runTask', ord: 0, attempt: 1 }]);
    expect(repeated.changes).toEqual([]);
    expect(run.states()).toEqual(['wd SUCCESS', 'a SUCCESS', 'b SKIPPED']);
    expect(run.row('a').attempts).toHaveLength(1);
  });

  test('its errors run when the job has failed, and it is retried as a whole first', () => {
    const retry = {
      type: 'constant',
      intervalMs: 1,
      maxAttempts: 2,
      warningOnRetry: false,
      behavior: 'RETRY_FAILED_TASK',
    };
    const run = drive(aFlow([directory({ retry })]));

    run.send({ kind: 'innerEnded', ...job, taskId: 'a', state: 'FAILED' });
    run.fail('wd');
    run.send({ kind: 'timerFired', key: 'retry:0:2' });
    expect(run.states()).toEqual(['wd CREATED']);
    run.fail('wd');
    run.succeed('e');

    expect(run.states()).toEqual(['wd FAILED', 'e SUCCESS']);
    expect(run.row('wd').attempts).toHaveLength(2);
  });
});
