import { expect, test } from 'vitest';
import { replayFrom } from '../replay.ts';
import { drive } from '../testing/drive.ts';
import { aFlow, aFlowable, aTask, compiled } from '../testing/test-flow.ts';

const ask = (properties: object = {}, children: object = {}, rest: object = {}) =>
  aFlowable('ask', 'Approval', children, { properties: properties as never, ...rest });

test('its time begins before onWait, whose tasks know until when one may decide', () => {
  const run = drive(aFlow([ask({}, { then: [aTask('tell')] }, { timeout: 'PT1H' })]));

  expect(run.states()).toEqual(['ask RUNNING', 'tell CREATED']);
  expect(run.row('ask').outputs).toHaveProperty('due');
  run.succeed('tell');

  expect(run.live.state.current).toBe('PAUSED');
  expect(run.effectsOf('startTimer')).toEqual([{ kind: 'startTimer', key: 'pause:0:1', dueAt: 1_001 + 3_600_000 }]);
});

test('a failed onWait fails it before anybody could decide', () => {
  const run = drive(aFlow([ask({}, { then: [aTask('tell')] })]));

  run.fail('tell');

  expect(run.states()).toEqual(['ask FAILED', 'tell FAILED']);
});

test.each([
  ['APPROVED', 'yes'],
  ['DENIED', 'no'],
] as const)('what is %s runs its own tasks, also after a reload', (decision, taskId) => {
  const children = { then: [aTask('tell')], tasks: [aTask('yes')], else: [aTask('no')] };
  const run = drive(aFlow([ask({ denyBehavior: 'CONTINUE' }, children), aTask('after')]));
  run.succeed('tell');

  run.send({ kind: 'resumed', decision });
  run.reload();
  run.succeed(taskId);

  expect(run.states()).toEqual(['ask SUCCESS', 'tell SUCCESS', `${taskId} SUCCESS`, 'after CREATED']);
});

test('a resume without a decision, and one that comes too late, change nothing', () => {
  const run = drive(aFlow([ask({}, { tasks: [aTask('yes')] })]));

  expect(run.send({ kind: 'resumed' }).changes).toEqual([]);
  run.send({ kind: 'resumed', ord: 0, decision: 'APPROVED' });

  expect(run.send({ kind: 'resumed', ord: 0, decision: 'DENIED' }).changes).toEqual([]);
  expect(run.row('ask').outputs).toMatchObject({ decision: 'APPROVED' });
});

test('when the time is over it has expired; its timer goes when somebody decides', () => {
  const properties = { expireBehavior: 'CONTINUE' };
  const expired = drive(aFlow([ask(properties, {}, { timeout: 'PT1H' })]));
  const decided = drive(aFlow([ask(properties, {}, { timeout: 'PT1H' })]));

  expired.send({ kind: 'timerFired', key: 'pause:0:1' });
  decided.send({ kind: 'resumed', decision: 'APPROVED' });

  expect(expired.row('ask').outputs).toMatchObject({ decision: 'EXPIRED' });
  expect(expired.history()).toBe('CREATED RUNNING PAUSED RUNNING SUCCESS');
  expect(decided.history()).toBe('CREATED RUNNING PAUSED RESTARTED RUNNING SUCCESS');
  expect(decided.effectsOf('cancelTimer')).toHaveLength(1);
});

test('SUCCEED lets what runs beside it finish and begins nothing more', () => {
  const parallel = aFlowable('p', 'Parallel', { tasks: [ask({ approveBehavior: 'SUCCEED' }), aTask('beside')] });
  const run = drive(aFlow([parallel, aTask('after')]));

  run.send({ kind: 'resumed', decision: 'APPROVED' });
  expect(run.live.state.current).toBe('RUNNING');
  run.succeed('beside');

  expect(run.states()).toEqual(['p SUCCESS', 'ask SUCCESS', 'beside SUCCESS']);
  expect(run.live.state.current).toBe('SUCCESS');
});

test('of two that end the execution the first one counts, also after a reload', () => {
  const both = ['one', 'two'].map((name) =>
    aFlowable(name, 'Approval', { tasks: [aTask(`${name}-yes`)] }, { properties: { approveBehavior: 'SUCCEED' } }),
  );
  const play = (reload: boolean) => {
    const run = drive(aFlow([aFlowable('beside', 'Parallel', { tasks: both })]));
    for (const name of ['one', 'two']) run.send({ kind: 'resumed', ord: run.row(name).ord, decision: 'APPROVED' });
    run.succeed('one-yes');
    if (reload) run.reload();
    run.fail('two-yes');
    return [run.live.state.current, ...run.states()];
  };

  expect(play(true)).toEqual(play(false));
  expect(play(true)).toContain('two FAILED');
});

test('a replay from onWait asks anew', () => {
  const flow = aFlow([ask({}, { then: [aTask('tell')] }, { timeout: 'PT1H' })]);
  const run = drive(flow);
  run.succeed('tell');
  run.send({ kind: 'resumed', decision: 'DENIED' });
  const rows = [...run.rows.values()];

  const copied = replayFrom(run.execution(), rows, compiled(flow), run.row('tell').ord, 5_000)!;
  const again = drive(flow, {}, { copied });
  again.send({ kind: 'continued', frame: 'start' });
  again.succeed('tell');

  expect(again.states()).toEqual(['ask PAUSED', 'tell SUCCESS']);
});
