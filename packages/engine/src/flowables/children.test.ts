import { describe, expect, test } from 'vitest';
import type { StateName } from '@windhover/model';
import { drive, type Driven } from '../testing/drive.ts';
import { aFlow, aFlowable, aTask } from '../testing/test-flow.ts';

const call = { namespace: 'ns', flowId: 'other', inputs: { n: 1 }, labels: { own: 'yes' } };
/** Whose executions the children are. */
const flow = { namespace: 'ns', flowId: 'other' };
const linkTo = (id: string) => `execution [[link execution="${id}" flowId="other" namespace="ns"]]`;
const logOf = (run: Driven) => run.effectsOf('log').map(({ ord, message }) => [ord, message]);

describe('Subflow', () => {
  const subflow = (properties: object = {}, rest: object = {}) =>
    aTask('sub', 'Subflow', { properties: { ...call, ...properties }, ...rest });

  test('starts a child that knows its parent and takes over its end', () => {
    const run = drive(aFlow([subflow()]), {
      labels: [
        { key: 'k', value: 'v' },
        { key: 'system.correlationId', value: 'c' },
      ],
    });

    const [effect] = run.effectsOf('startChild');
    expect(effect).toMatchObject({
      ord: 0,
      attempt: 1,
      spec: { namespace: 'ns', flowId: 'other', inputs: { n: 1 }, wait: true },
    });
    expect(effect!.spec.labels).toEqual([
      { key: 'system.correlationId', value: 'c' },
      { key: 'own', value: 'yes' },
    ]);
    expect(effect!.spec.trigger).toMatchObject({
      id: 'sub',
      type: 'io.kestra.plugin.core.flow.Subflow',
      variables: { executionId: 'execution', flowId: 'flow' },
    });
    run.send({ kind: 'childStarted', ord: 0, childId: 'child' });
    expect(run.send({ kind: 'childEnded', ord: 0, childId: 'other', state: 'FAILED' }).changes).toEqual([]);
    run.send({ kind: 'childEnded', ord: 0, childId: 'child', state: 'SUCCESS', outputs: { x: 1 } });

    expect(run.row('sub').outputs).toEqual({ executionId: 'child', state: 'SUCCESS', outputs: { x: 1 } });
    expect(run.row('sub').attempts).toHaveLength(1);
    expect(run.live.state.current).toBe('SUCCESS');
  });

  test.each([
    ['FAILED', {}, 'FAILED'],
    ['WARNING', {}, 'WARNING'],
    ['KILLED', {}, 'KILLED'],
    ['CANCELLED', {}, 'KILLED'],
    ['FAILED', { transmitFailed: false }, 'SUCCESS'],
  ] as const)('a child that ends %s with %o makes it %s', (state, properties, expected) => {
    const run = drive(aFlow([subflow(properties)]));
    run.send({ kind: 'childStarted', ord: 0, childId: 'child' });

    run.send({ kind: 'childEnded', ord: 0, childId: 'child', state });

    expect(run.states()).toEqual([`sub ${expected}`]);
    expect(run.live.state.current).toBe(expected);
  });

  test('after a reload it asks whether its child has ended unheard', () => {
    const run = drive(aFlow([subflow()]));
    run.send({ kind: 'childStarted', ord: 0, childId: 'child' });

    const { effects } = run.reload();
    run.send({ kind: 'childEnded', ord: 0, childId: 'child', state: 'SUCCESS' });

    expect(effects).toEqual([{ kind: 'askChild', ord: 0, childId: 'child' }]);
    expect(run.live.state.current).toBe('SUCCESS');
  });

  test('its log leads to the child, once, whatever is told again and lost from memory', () => {
    const run = drive(aFlow([subflow()]));
    run.reload();

    run.send({ kind: 'childStarted', ord: 0, childId: 'child', flow });
    run.send({ kind: 'childStarted', ord: 0, childId: 'child', flow });
    run.reload();
    run.send({ kind: 'childStarted', ord: 0, childId: 'child', flow });

    expect(logOf(run)).toEqual([[0, `Created new ${linkTo('child')}`]]);
  });

  test('its log tells a child that is restarted from one that is made', () => {
    const run = drive(aFlow([subflow()]));
    run.send({ kind: 'childStarted', ord: 0, childId: 'child', flow });
    run.send({ kind: 'childEnded', ord: 0, childId: 'child', state: 'FAILED' });
    run.reload();
    run.effects.length = 0;

    run.send({ kind: 'restarted' });
    run.send({ kind: 'continued', frame: 'start' });
    run.send({ kind: 'childStarted', ord: 0, childId: 'child', flow });

    expect(logOf(run)).toEqual([[0, `Restarted ${linkTo('child')}`]]);
  });

  test('labels of the system are not its own to give', () => {
    const run = drive(aFlow([subflow({ labels: { 'system.username': 'root' } })]));

    expect(run.states()).toEqual(['sub FAILED']);
    expect(run.effectsOf('startChild')).toEqual([]);
    expect(logOf(run)[0]![1]).toBe(
      'System labels can only be set by Kestra itself, offending label: system.username=root',
    );
  });

  test('without waiting it is done once the child exists', () => {
    const run = drive(aFlow([subflow({ wait: false })]));

    run.send({ kind: 'childStarted', ord: 0, childId: 'child' });

    expect(run.row('sub').outputs).toEqual({ executionId: 'child' });
    expect(run.live.state.current).toBe('SUCCESS');
  });

  test('a refused child fails it with the reason, and retries make a child each', () => {
    const retry = {
      type: 'constant',
      intervalMs: 1,
      maxAttempts: 2,
      warningOnRetry: false,
      behavior: 'RETRY_FAILED_TASK',
    };
    const run = drive(aFlow([subflow({}, { retry })]));

    run.send({ kind: 'childRefused', ord: 0, message: "Unable to find flow 'ns'.'other'" });
    run.send({ kind: 'timerFired', key: 'retry:0:2' });
    run.send({ kind: 'childStarted', ord: 0, childId: 'child' });
    run.send({ kind: 'childEnded', ord: 0, childId: 'child', state: 'FAILED' });

    expect(run.effectsOf('startChild').map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(run.effectsOf('log')[0]?.message).toContain("'ns'.'other'");
    expect(run.row('sub').attempts).toHaveLength(2);
    expect(run.live.state.current).toBe('FAILED');
  });

  test("an end that is not the child's fault fails it and keeps the outputs", () => {
    const run = drive(aFlow([subflow()]));
    run.send({ kind: 'childStarted', ord: 0, childId: 'child' });

    run.send({ kind: 'childEnded', ord: 0, childId: 'child', state: 'SUCCESS', failure: 'outputs cannot be rendered' });

    expect(run.states()).toEqual(['sub FAILED']);
    expect(run.row('sub').outputs).toMatchObject({ executionId: 'child' });
  });

  test('a kill reaches the child, also one that is just being made', () => {
    const made = drive(aFlow([subflow()]));
    made.send({ kind: 'childStarted', ord: 0, childId: 'child' });
    const making = drive(aFlow([subflow()]));

    made.send({ kind: 'killRequested' });
    making.send({ kind: 'killRequested' });
    making.send({ kind: 'childStarted', ord: 0, childId: 'child' });

    for (const run of [made, making]) {
      expect(run.effectsOf('killChild')).toEqual([{ kind: 'killChild', ord: 0, childId: 'child' }]);
      expect(run.live.state.current).toBe('KILLING');
      run.send({ kind: 'childEnded', ord: 0, childId: 'child', state: 'KILLED' });
      expect(run.live.state.current).toBe('KILLED');
    }
  });

  test('after a reload a kill looks for the child that had been asked for, wherever it comes in between', () => {
    const reloadedAfter = drive(aFlow([subflow()]));
    const reloadedBefore = drive(aFlow([subflow({ inputs: { n: '{{ wait.n }}' } })]));
    const answer = { ord: 0, key: 'child', result: { kind: 'value', value: call } } as const;
    reloadedBefore.send({ kind: 'evaluated', ...answer });

    reloadedAfter.send({ kind: 'killRequested' });
    reloadedAfter.reload();
    reloadedBefore.reload();
    reloadedBefore.send({ kind: 'killRequested' });

    for (const run of [reloadedAfter, reloadedBefore]) {
      expect(run.effectsOf('findChild')).toEqual([{ kind: 'findChild', ord: 0, attempt: 1 }]);
      expect(run.effectsOf('startChild')).toHaveLength(1);
    }
    reloadedAfter.send({ kind: 'childStarted', ord: 0, childId: 'child' });
    expect(reloadedAfter.effectsOf('killChild')).toEqual([{ kind: 'killChild', ord: 0, childId: 'child' }]);
    reloadedBefore.send({ kind: 'childRefused', ord: 0, message: 'was never begun' });
    expect(reloadedBefore.states()).toEqual(['sub KILLED']);
    expect(reloadedBefore.live.state.current).toBe('KILLED');
  });

  test('a kill waits for the child that was being made, also where nothing else would wait for it', () => {
    const run = drive(aFlow([subflow({ wait: false })]));

    run.send({ kind: 'killRequested' });
    run.send({ kind: 'childStarted', ord: 0, childId: 'child' });
    run.send({ kind: 'childEnded', ord: 0, childId: 'child', state: 'KILLED' });

    expect(run.live.state.current).toBe('KILLED');
  });

  test('a restart restarts the failed child, or makes a new one when told to', () => {
    for (const restartBehavior of ['RETRY_FAILED', 'NEW_EXECUTION']) {
      const run = drive(aFlow([subflow({ restartBehavior })]));
      run.send({ kind: 'childStarted', ord: 0, childId: 'child' });
      run.send({ kind: 'childEnded', ord: 0, childId: 'child', state: 'FAILED' });
      run.reload();

      run.send({ kind: 'restarted' });
      run.send({ kind: 'continued', frame: 'start' });

      const isSame = restartBehavior === 'RETRY_FAILED';
      expect(run.effectsOf('restartChild')).toHaveLength(isSame ? 1 : 0);
      expect(run.effectsOf('startChild')).toHaveLength(isSame ? 1 : 2);
      run.send({ kind: 'childStarted', ord: 0, childId: isSame ? 'child' : 'second' });
      run.send({ kind: 'childEnded', ord: 0, childId: isSame ? 'child' : 'second', state: 'SUCCESS' });
      expect(run.live.state.current).toBe('SUCCESS');
    }
  });

  test('a restart makes a new child where the old one cannot be restarted, however often that is answered', () => {
    const run = drive(aFlow([subflow()]));
    run.send({ kind: 'childStarted', ord: 0, childId: 'child' });
    run.send({ kind: 'childEnded', ord: 0, childId: 'child', state: 'FAILED' });
    run.reload();
    run.send({ kind: 'restarted' });
    run.send({ kind: 'continued', frame: 'start' });
    run.effects.length = 0;

    const refused = { kind: 'childRefused', ord: 0, attempt: 2, childId: 'child', message: 'is gone' } as const;
    run.send(refused);
    run.send(refused);

    expect(run.effectsOf('startChild').map(({ attempt }) => attempt)).toEqual([2]);
    run.send({ kind: 'childStarted', ord: 0, attempt: 2, childId: 'second' });
    run.send({ kind: 'childEnded', ord: 0, childId: 'second', state: 'SUCCESS' });
    expect(run.row('sub').outputs).toEqual({ executionId: 'second', state: 'SUCCESS' });
    expect(run.live.state.current).toBe('SUCCESS');
  });

  test('an attempt that fails while its child is asked for again waits for the next one, whatever is answered late', () => {
    const retry = {
      type: 'constant',
      intervalMs: 10,
      maxAttempts: 2,
      warningOnRetry: false,
      behavior: 'RETRY_FAILED_TASK',
    } as const;
    const run = drive(aFlow([subflow({ inputs: { n: '{{ wait.n }}' } }, { retry })]));
    const answer = { kind: 'evaluated', ord: 0, key: 'child', result: { kind: 'value', value: call } } as const;
    run.send(answer);
    run.reload();
    run.send({ kind: 'childStarted', ord: 0, childId: 'child' });
    run.send({ kind: 'childEnded', ord: 0, childId: 'child', state: 'FAILED' });

    run.send(answer);

    expect(run.history('sub')).toBe('CREATED RUNNING RETRYING');
  });

  test('a timeout kills the child and fails the attempt, and the next one makes a child of its own', () => {
    const retry = {
      type: 'constant',
      intervalMs: 10,
      maxAttempts: 2,
      warningOnRetry: false,
      behavior: 'RETRY_FAILED_TASK',
    } as const;
    const run = drive(aFlow([subflow({}, { timeout: 'PT5S', retry })]));
    run.send({ kind: 'childStarted', ord: 0, childId: 'first', at: 2_000 });
    expect(run.effectsOf('startTimer')).toEqual([{ kind: 'startTimer', key: 'timeout:0:1', dueAt: 6_001 }]);

    run.reload();
    expect(run.effectsOf('startTimer')).toHaveLength(2);
    run.send({ kind: 'timerFired', key: 'timeout:0:1', at: 6_001 });
    run.send({ kind: 'childEnded', ord: 0, childId: 'first', state: 'KILLED' });
    run.send({ kind: 'timerFired', key: 'retry:0:2' });
    run.send({ kind: 'childStarted', ord: 0, attempt: 2, childId: 'second' });
    run.send({ kind: 'timerFired', key: 'timeout:0:1' });
    run.send({ kind: 'childEnded', ord: 0, childId: 'second', state: 'SUCCESS' });

    expect(run.effectsOf('killChild')).toEqual([{ kind: 'killChild', ord: 0, childId: 'first' }]);
    expect(run.effectsOf('killTask')).toEqual([]);
    expect(logOf(run)).toContainEqual([0, 'Timeout after PT5S']);
    expect(run.row('sub').attempts.map(({ state }) => state.current)).toEqual(['FAILED', 'SUCCESS']);
    expect(run.effectsOf('cancelTimer')).toContainEqual({ kind: 'cancelTimer', key: 'timeout:0:2' });
  });

  test('what a timeout has killed is made anew by a restart', () => {
    const run = drive(aFlow([subflow({}, { timeout: 'PT5S' })]));
    run.send({ kind: 'childStarted', ord: 0, childId: 'child' });
    run.send({ kind: 'timerFired', key: 'timeout:0:1' });
    expect(run.states()).toEqual(['sub FAILED']);
    run.reload();

    run.send({ kind: 'restarted' });
    run.send({ kind: 'continued', frame: 'start' });

    expect(run.effectsOf('restartChild')).toEqual([]);
    expect(run.effectsOf('startChild').map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  test('its timeout may be an expression, which must come to a duration', () => {
    const timeout = '{{ labels.limit }}';
    const limited = drive(aFlow([subflow({}, { timeout })]), { labels: [{ key: 'limit', value: 'PT2S' }] });
    const broken = drive(aFlow([subflow({}, { timeout })]), { labels: [{ key: 'limit', value: 'soon' }] });

    limited.send({ kind: 'childStarted', ord: 0, childId: 'child' });

    expect(limited.effectsOf('startTimer')).toEqual([{ kind: 'startTimer', key: 'timeout:0:1', dueAt: 3_001 }]);
    expect(broken.states()).toEqual(['sub FAILED']);
    expect(logOf(broken)[0]![1]).toContain('The timeout cannot be used: ');
  });

  test('a restart that makes a new child hears of it, also when a user has changed how the last one ended', () => {
    const run = drive(aFlow([subflow({ restartBehavior: 'NEW_EXECUTION' })]));
    run.send({ kind: 'childStarted', ord: 0, childId: 'first' });
    run.send({ kind: 'childEnded', ord: 0, childId: 'first', state: 'SUCCESS' });
    run.reload();
    run.send({ kind: 'taskStateChanged', ord: 0, state: 'FAILED' });
    run.send({ kind: 'continued', frame: 'start' });
    run.reload();

    run.send({ kind: 'restarted' });
    run.send({ kind: 'continued', frame: 'start' });
    run.send({ kind: 'childStarted', ord: 0, childId: 'second' });
    run.send({ kind: 'childEnded', ord: 0, childId: 'second', state: 'SUCCESS' });

    expect(run.live.state.current).toBe('SUCCESS');
  });
});

describe('ForEachItem', () => {
  const split = (properties: object = {}) =>
    aTask('f', 'ForEachItem', { properties: { ...call, items: 'kestra:///file', ...properties } });
  const parts = (value: string) =>
    ({ kind: 'evaluated', ord: 2, key: 'splits', result: { kind: 'value', value } }) as const;

  test('splits, runs a child for each part, counts their ends, merges', () => {
    const run = drive(aFlow([split({ inputs: { part: '{{ taskrun.items }}' } })]));

    run.succeed('f_split', { outputs: { splits: 'kestra:///index' } });
    run.send(parts('kestra:///1\nkestra:///2\n'));
    expect(run.effectsOf('startChild').map(({ iteration, spec }) => [iteration, spec.inputs['part']])).toEqual([
      [1, 'kestra:///1'],
      [2, 'kestra:///2'],
    ]);
    for (const iteration of [1, 2]) {
      run.send({ kind: 'childStarted', ord: 2, iteration, childId: `c${iteration}` });
      run.send({ kind: 'childEnded', ord: 2, iteration, childId: `c${iteration}`, state: 'SUCCESS' });
    }
    expect(run.send({ kind: 'childEnded', ord: 2, iteration: 1, childId: 'c1', state: 'FAILED' }).changes).toEqual([]);
    run.succeed('f_merge');

    expect(run.states()).toEqual(['f SUCCESS', 'f_split SUCCESS', 'f_items SUCCESS', 'f_merge SUCCESS']);
    expect(run.row('f_items').outputs).toEqual({
      iterations: { CREATED: 0, RUNNING: 0, SUCCESS: 2 },
      numberOfBatches: 2,
    });
    expect(run.row('f_items').attempts.map(({ state }) => state.current)).toEqual(['SUCCESS']);
  });

  test('its log leads to each child once, and tells those that are restarted', () => {
    const run = drive(aFlow([split()]));
    run.succeed('f_split', { outputs: { splits: 'kestra:///index' } });
    run.send(parts('kestra:///1\nkestra:///2'));
    for (const iteration of [1, 2, 1]) {
      run.send({ kind: 'childStarted', ord: 2, iteration, childId: `c${iteration}`, flow });
    }
    for (const iteration of [1, 2])
      run.send({ kind: 'childEnded', ord: 2, iteration, childId: `c${iteration}`, state: 'FAILED' });
    run.reload();
    run.send({ kind: 'restarted' });
    run.send({ kind: 'continued', frame: 'start' });
    run.send(parts('kestra:///1\nkestra:///2'));

    run.send({ kind: 'childStarted', ord: 2, iteration: 2, childId: 'c2', flow });
    run.send({ kind: 'childStarted', ord: 2, iteration: 2, childId: 'c2', flow });

    expect(logOf(run).filter(([ord]) => ord === 2)).toEqual([
      [2, `Created new ${linkTo('c1')}`],
      [2, `Created new ${linkTo('c2')}`],
      [2, `Restarted ${linkTo('c2')}`],
    ]);
  });

  test('an empty file runs no child and leaves no outputs', () => {
    const run = drive(aFlow([split()]));

    run.succeed('f_split', { outputs: { splits: 'kestra:///index' } });
    run.send(parts(''));

    expect(run.states()).toEqual(['f RUNNING', 'f_split SUCCESS', 'f_items SUCCESS', 'f_merge CREATED']);
    expect(run.row('f_items').outputs).toBeUndefined();
  });

  test('a failed child fails it without a merge, after all have ended; memory may be lost meanwhile', () => {
    const run = drive(aFlow([split()]));
    run.succeed('f_split', { outputs: { splits: 'kestra:///index' } });
    run.send(parts('kestra:///1\nkestra:///2'));
    run.send({ kind: 'childStarted', ord: 2, iteration: 1, childId: 'c1' });
    run.send({ kind: 'childEnded', ord: 2, iteration: 1, childId: 'c1', state: 'FAILED' });

    run.reload();
    run.send(parts('kestra:///1\nkestra:///2'));
    run.send({ kind: 'childStarted', ord: 2, iteration: 2, childId: 'c2' });
    run.send({ kind: 'childEnded', ord: 2, iteration: 2, childId: 'c2', state: 'SUCCESS' });

    expect(run.states()).toEqual(['f FAILED', 'f_split SUCCESS', 'f_items FAILED']);
    expect(run.row('f_items').outputs).toMatchObject({ iterations: { FAILED: 1, SUCCESS: 1 } });
    expect(run.effectsOf('startChild').map(({ iteration }) => iteration)).toEqual([1, 2, 2]);
  });

  test('after a failed child its errors run, then its finally, and what follows it does not', () => {
    const fails = { errors: [aTask('error')], finally: [aTask('final')] };
    const run = drive(aFlow([{ ...split(), children: { tasks: [], ...fails } }, aTask('after')]));
    run.succeed('f_split', { outputs: { splits: 'kestra:///index' } });
    run.send(parts('kestra:///1'));

    run.send({ kind: 'childStarted', ord: 2, iteration: 1, childId: 'c1' });
    run.send({ kind: 'childEnded', ord: 2, iteration: 1, childId: 'c1', state: 'FAILED' });
    run.reload();
    run.succeed('error');
    run.succeed('final');

    expect(run.states()).toEqual(['f FAILED', 'f_split SUCCESS', 'f_items FAILED', 'error SUCCESS', 'final SUCCESS']);
  });

  test('without waiting there is no count of created ones', () => {
    const run = drive(aFlow([split({ wait: false })]));
    run.succeed('f_split', { outputs: { splits: 'kestra:///index' } });
    run.send(parts('kestra:///1'));

    run.send({ kind: 'childStarted', ord: 2, iteration: 1, childId: 'c1' });

    expect(run.row('f_items').outputs).toEqual({ iterations: { RUNNING: 0, SUCCESS: 1 }, numberOfBatches: 1 });
  });

  test('a kill reaches every child', () => {
    const run = drive(aFlow([split()]));
    run.succeed('f_split', { outputs: { splits: 'kestra:///index' } });
    run.send(parts('kestra:///1\nkestra:///2'));
    for (const iteration of [1, 2]) run.send({ kind: 'childStarted', ord: 2, iteration, childId: `c${iteration}` });

    run.send({ kind: 'killRequested' });
    expect(run.effectsOf('killChild').map(({ childId }) => childId)).toEqual(['c1', 'c2']);
    for (const iteration of [1, 2])
      run.send({ kind: 'childEnded', ord: 2, iteration, childId: `c${iteration}`, state: 'KILLED' });

    expect(run.states()).toEqual(['f KILLED', 'f_split SUCCESS', 'f_items KILLED']);
  });

  const begin = (run: Driven, lines: string, properties: object = {}) => {
    run.succeed('f_split', { outputs: { splits: 'kestra:///index' }, ...properties });
    run.send(parts(lines));
  };
  const start = (run: Driven, iteration: number) =>
    run.send({ kind: 'childStarted', ord: 2, iteration, childId: `c${iteration}` });
  const end = (run: Driven, iteration: number, state: StateName = 'SUCCESS') =>
    run.send({ kind: 'childEnded', ord: 2, iteration, childId: `c${iteration}`, state });
  const asked = (run: Driven) => run.effectsOf('startChild').map(({ iteration }) => iteration);

  test('after a reload a child may end before it is known again where the parts are', () => {
    const run = drive(aFlow([split()]));
    begin(run, 'kestra:///1\nkestra:///2');
    for (const iteration of [1, 2]) start(run, iteration);

    run.reload();
    end(run, 1);
    end(run, 2);
    expect(run.row('f_items').state.current).toBe('RUNNING');
    run.send(parts('kestra:///1\nkestra:///2'));

    expect(run.row('f_items').outputs).toEqual({
      iterations: { CREATED: 0, RUNNING: 0, SUCCESS: 2 },
      numberOfBatches: 2,
    });
    expect(run.states()).toContain('f_items SUCCESS');
  });

  test('children that had been asked for before an Exit are waited for, also after a reload', () => {
    const parallel = aFlowable('p', 'Parallel', { tasks: [aTask('exit'), split()] });
    const run = drive(aFlow([parallel]));
    const index = { ...parts('kestra:///1\nkestra:///2'), ord: 4 };
    run.succeed('f_split', { outputs: { splits: 'kestra:///index' } });
    run.send(index);
    run.succeed('exit', { update: { exit: 'SUCCESS' } });

    run.reload();
    run.send(index);

    expect(asked(run)).toEqual([1, 2, 1, 2]);
    expect(run.row('f_items').state.current).toBe('RUNNING');
    for (const iteration of [1, 2]) {
      const child = { ord: 4, iteration, childId: `c${iteration}` };
      run.send({ kind: 'childStarted', ...child });
      run.send({ kind: 'childEnded', ...child, state: 'SUCCESS' });
    }
    expect(run.live.state.current).toBe('SUCCESS');
  });

  test('a kill reaches every child, also while after a reload nothing else is known of them', () => {
    const reloadedBefore = drive(aFlow([split()]));
    const reloadedAfter = drive(aFlow([split()]));
    for (const run of [reloadedBefore, reloadedAfter]) {
      begin(run, 'kestra:///1\nkestra:///2\nkestra:///3');
      start(run, 1);
    }

    reloadedBefore.reload();
    reloadedBefore.send({ kind: 'killRequested' });
    reloadedAfter.send({ kind: 'killRequested' });
    reloadedAfter.effects.length = 0;
    reloadedAfter.reload();

    for (const run of [reloadedBefore, reloadedAfter]) {
      expect(run.effectsOf('killChild').map(({ childId }) => childId)).toEqual(['c1']);
      expect(run.effectsOf('findChild').map(({ iteration }) => iteration)).toEqual([2, 3]);
      start(run, 2);
      run.send({ kind: 'childRefused', ord: 2, iteration: 3, message: 'was never begun' });
      expect(run.effectsOf('killChild').map(({ childId }) => childId)).toEqual(['c1', 'c2']);
      expect(run.live.state.current).toBe('KILLING');
      for (const iteration of [1, 2]) end(run, iteration, 'KILLED');
      expect(run.states()).toEqual(['f KILLED', 'f_split SUCCESS', 'f_items KILLED']);
      expect(run.row('f_items').outputs).toMatchObject({ iterations: { RUNNING: 0, KILLED: 2 }, numberOfBatches: 3 });
    }
  });

  test('parts whose list cannot be read after a reload fail it once the children that run have ended', () => {
    const run = drive(aFlow([split()]));
    begin(run, 'kestra:///1\nkestra:///2');
    start(run, 1);

    run.reload();
    run.send({ kind: 'evaluated', ord: 2, key: 'splits', result: { kind: 'failed', message: 'is not there' } });
    expect(run.row('f_items').state.current).toBe('RUNNING');
    end(run, 1);

    expect(run.states()).toEqual(['f FAILED', 'f_split SUCCESS', 'f_items FAILED']);
    expect(run.row('f_items').outputs).toMatchObject({ iterations: { SUCCESS: 1, FAILED: 1 }, numberOfBatches: 2 });
    expect(run.effectsOf('log').map(({ message }) => message)).toContain('is not there');
  });

  test('what is heard of children of the last time, while a restart reads where the parts are, changes nothing', () => {
    const run = drive(aFlow([split()]));
    begin(run, 'kestra:///1');
    start(run, 1);
    run.send({ kind: 'killRequested', cascade: false, endState: 'FAILED' });
    run.reload();
    run.send({ kind: 'restarted' });
    run.send({ kind: 'continued', frame: 'start' });
    expect(run.row('f_items').state.current).toBe('RUNNING');

    end(run, 1);
    run.send({ kind: 'childRefused', ord: 2, iteration: 1, message: 'was never begun' });

    expect(run.row('f_items').state.current).toBe('RUNNING');
  });

  test('a late answer for one part does not count as that for another', () => {
    const run = drive(aFlow([split({ inputs: { part: '{{ wait.part }}' } })]));
    begin(run, 'kestra:///1\nkestra:///2');
    const first = {
      kind: 'evaluated',
      ord: 2,
      key: 'child:1',
      result: { kind: 'value', value: { ...call, inputs: { part: 'of 1' } } },
    } as const;

    run.send(first);
    run.send(first);

    expect(asked(run)).toEqual([1]);
  });

  test('a restart restarts the failed children only', () => {
    const run = drive(aFlow([split()]));
    run.succeed('f_split', { outputs: { splits: 'kestra:///index' } });
    run.send(parts('kestra:///1\nkestra:///2'));
    for (const iteration of [1, 2]) {
      run.send({ kind: 'childStarted', ord: 2, iteration, childId: `c${iteration}` });
      run.send({
        kind: 'childEnded',
        ord: 2,
        iteration,
        childId: `c${iteration}`,
        state: iteration === 1 ? 'FAILED' : 'SUCCESS',
      });
    }
    run.reload();

    run.send({ kind: 'restarted' });
    run.send({ kind: 'continued', frame: 'start' });
    run.send(parts('kestra:///1\nkestra:///2'));
    expect(run.effectsOf('restartChild')).toEqual([
      { kind: 'restartChild', ord: 2, attempt: 2, iteration: 1, childId: 'c1' },
    ]);
    run.send({ kind: 'childStarted', ord: 2, iteration: 1, childId: 'c1' });
    run.send({ kind: 'childEnded', ord: 2, iteration: 1, childId: 'c1', state: 'SUCCESS' });

    expect(run.row('f_items').outputs).toMatchObject({ iterations: { RUNNING: 0, SUCCESS: 2 } });
    expect(run.states()).toContain('f_merge CREATED');
  });

  const retry = {
    type: 'constant',
    intervalMs: 10,
    maxAttempts: 2,
    warningOnRetry: false,
    behavior: 'RETRY_FAILED_TASK',
  } as const;
  const three = 'kestra:///1\nkestra:///2\nkestra:///3';

  test('a retry makes the children anew that have failed, were killed or refused, whatever is lost meanwhile', () => {
    const run = drive(aFlow([{ ...split(), retry }]));
    begin(run, `${three}\nkestra:///4`);
    for (const iteration of [1, 2, 3]) start(run, iteration);
    end(run, 1, 'FAILED');
    end(run, 2, 'SUCCESS');
    end(run, 3, 'KILLED');
    run.send({ kind: 'childRefused', ord: 2, iteration: 4, message: 'is disabled' });
    expect(run.live.state.current).toBe('RETRYING');

    run.reload();
    run.send({ kind: 'timerFired', key: 'retry:2:2' });
    run.send(parts(`${three}\nkestra:///4`));
    run.reload();
    run.send(parts(`${three}\nkestra:///4`));

    const again = run.effectsOf('startChild').filter(({ attempt }) => attempt === 2);
    expect(again.map(({ iteration }) => iteration)).toEqual([1, 3, 4, 1, 3, 4]);
    expect(run.effectsOf('restartChild')).toEqual([]);
    for (const iteration of [1, 3, 4]) {
      const child = { ord: 2, iteration, childId: `again${iteration}` };
      run.send({ kind: 'childStarted', ...child, attempt: 2 });
      end(run, iteration, 'FAILED');
      run.send({ kind: 'childEnded', ...child, state: 'SUCCESS' });
    }
    expect(run.row('f_items').outputs).toMatchObject({ iterations: { RUNNING: 0, SUCCESS: 4 }, numberOfBatches: 4 });
    expect(run.row('f_items').attempts.map(({ state }) => state.current)).toEqual(['FAILED', 'SUCCESS']);
    expect(run.states()).toContain('f_merge CREATED');
  });

  test('when no attempt is left it fails, and a restart of the execution restarts the children of the last one', () => {
    const run = drive(aFlow([{ ...split(), retry }]));
    begin(run, 'kestra:///1');
    start(run, 1);
    end(run, 1, 'FAILED');
    run.send({ kind: 'timerFired', key: 'retry:2:2' });
    run.send(parts('kestra:///1'));
    run.send({ kind: 'childStarted', ord: 2, iteration: 1, childId: 'again', attempt: 2 });
    run.send({ kind: 'childEnded', ord: 2, iteration: 1, childId: 'again', state: 'FAILED' });
    expect(run.live.state.current).toBe('FAILED');
    run.reload();

    run.send({ kind: 'restarted' });
    run.send({ kind: 'continued', frame: 'start' });
    run.send(parts('kestra:///1'));

    expect(run.effectsOf('restartChild').map(({ childId }) => childId)).toEqual(['again']);
  });

  test('a restart makes those anew that were killed or refused', () => {
    const run = drive(aFlow([split()]));
    begin(run, three);
    for (const iteration of [1, 2]) start(run, iteration);
    end(run, 1, 'FAILED');
    end(run, 2, 'KILLED');
    run.send({ kind: 'childRefused', ord: 2, iteration: 3, message: 'is disabled' });
    run.reload();
    run.effects.length = 0;

    run.send({ kind: 'restarted' });
    run.send({ kind: 'continued', frame: 'start' });
    run.send(parts(three));

    expect(run.effectsOf('restartChild').map(({ childId }) => childId)).toEqual(['c1']);
    expect(asked(run)).toEqual([2, 3]);
    for (const iteration of [1, 2, 3]) {
      start(run, iteration);
      end(run, iteration);
    }
    expect(run.row('f_items').outputs).toMatchObject({ iterations: { RUNNING: 0, SUCCESS: 3 } });
  });

  test('a restart makes those anew that cannot be restarted, whatever is lost meanwhile', () => {
    const run = drive(aFlow([split()]));
    begin(run, three);
    for (const iteration of [1, 2, 3]) start(run, iteration);
    for (const iteration of [1, 2, 3]) end(run, iteration, iteration === 3 ? 'SUCCESS' : 'FAILED');
    run.reload();
    run.send({ kind: 'restarted' });
    run.send({ kind: 'continued', frame: 'start' });
    run.reload();
    run.effects.length = 0;

    const refused = {
      kind: 'childRefused',
      ord: 2,
      attempt: 2,
      iteration: 2,
      childId: 'c2',
      message: 'is gone',
    } as const;
    run.send(refused);
    run.send(parts(three));
    run.send(refused);
    run.reload();
    run.send(parts(three));

    expect(asked(run)).toEqual([2, 2]);
    start(run, 1);
    end(run, 1);
    const again = { ord: 2, iteration: 2, childId: 'again' } as const;
    run.send({ kind: 'childStarted', ...again, attempt: 2 });
    run.send({ kind: 'childEnded', ...again, state: 'SUCCESS' });
    expect(run.row('f_items').outputs).toMatchObject({ iterations: { RUNNING: 0, SUCCESS: 3 }, numberOfBatches: 3 });
    expect(run.states()).toContain('f_merge CREATED');
  });

  test('a child whose restart was cut off is restarted after the reload, and its earlier end does not count', () => {
    const run = drive(aFlow([split()]));
    run.succeed('f_split', { outputs: { splits: 'kestra:///index' } });
    run.send(parts('kestra:///1\nkestra:///2'));
    for (const iteration of [1, 2]) {
      const child = { ord: 2, iteration, childId: `c${iteration}` };
      run.send({ kind: 'childStarted', ...child });
      run.send({ kind: 'childEnded', ...child, state: 'FAILED' });
    }
    run.reload();
    run.send({ kind: 'restarted' });
    run.send({ kind: 'continued', frame: 'start' });
    run.send(parts('kestra:///1\nkestra:///2'));
    run.send({ kind: 'childStarted', ord: 2, iteration: 1, childId: 'c1' });
    run.effects.length = 0;

    run.reload();
    run.send(parts('kestra:///1\nkestra:///2'));

    expect(run.effectsOf('askChild').map(({ childId }) => childId)).toEqual(['c1']);
    expect(run.effectsOf('restartChild').map(({ childId }) => childId)).toEqual(['c2']);
    run.send({ kind: 'childEnded', ord: 2, iteration: 2, childId: 'c2', state: 'FAILED' });
    expect(run.row('f_items').outputs).toMatchObject({ iterations: { RUNNING: 2 } });
    run.send({ kind: 'childStarted', ord: 2, iteration: 2, childId: 'c2' });
    for (const iteration of [1, 2])
      run.send({ kind: 'childEnded', ord: 2, iteration, childId: `c${iteration}`, state: 'SUCCESS' });
    expect(run.row('f_items').outputs).toMatchObject({ iterations: { RUNNING: 0, SUCCESS: 2 } });
    expect(run.states()).toContain('f_merge CREATED');
  });
});
