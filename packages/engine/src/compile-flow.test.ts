import { expect, test } from 'vitest';
import { drive } from './testing/drive.ts';
import { aFlow, aTask, compiled } from './testing/test-flow.ts';

test('an inline task whose outputs are kept is run by a worker, unless that is switched off', () => {
  const kindOf = (enabled: boolean) =>
    compiled(aFlow([aTask('a', 'inline.Return', { taskCache: { enabled } })])).byId.get('a')!.kind;

  expect([kindOf(true), kindOf(false)]).toEqual(['runnable', 'inline']);
});

test('an inline task whose log goes into a file is run by a worker', () => {
  expect(compiled(aFlow([aTask('a', 'inline.Log', { logToFile: true })])).byId.get('a')!.kind).toBe('runnable');
});

test('the log of a killed attempt is kept with it', () => {
  const run = drive(aFlow([aTask('a')]));
  run.send({ kind: 'taskClaimed', ord: 0, attempt: 1, workerId: 'worker' });
  run.send({ kind: 'taskStarted', ord: 0, attempt: 1, lease: 1, workerId: 'worker' });

  run.send({ kind: 'killRequested' });
  run.send({ kind: 'taskKilled', ord: 0, attempt: 1, lease: 1, logFile: 'kestra:///log' });

  expect(run.row('a').attempts[0]).toMatchObject({ state: { current: 'KILLED' }, logFile: 'kestra:///log' });
});

test('a flowable orders its tasks whatever it says of a cache', () => {
  const children = { tasks: [aTask('a')], errors: [], finally: [] };
  const run = drive(aFlow([aTask('s', 'Sequential', { taskCache: { enabled: true }, children })]));

  expect(run.states()).toEqual(['s RUNNING', 'a CREATED']);
});
