import { expect, test } from 'vitest';
import { drive } from './testing/drive.ts';
import { aFlow, aTask, compiled } from './testing/test-flow.ts';

test('an inline task whose outputs are kept is run by a worker, unless that is switched off', () => {
  const kindOf = (enabled: boolean) =>
    compiled(aFlow([aTask('a', 'inline.Return', { taskCache: { enabled } })])).byId.get('a')!.kind;

  expect([kindOf(true), kindOf(false)]).toEqual(['runnable', 'inline']);
});

test('a flowable orders its tasks whatever it says of a cache', () => {
  const children = { tasks: [aTask('a')], errors: [], finally: [] };
  const run = drive(aFlow([aTask('s', 'Sequential', { taskCache: { enabled: true }, children })]));

  expect(run.states()).toEqual(['s RUNNING', 'a CREATED']);
});
