import type { Retry } from '@windhover/model';
import { expect, test } from 'vitest';
import { iterationFlow } from './iteration-flow.ts';
import { aFlow, aFlowable, aTask } from './testing/test-flow.ts';

const retry = (maxAttempts: number): Retry => ({
  type: 'constant',
  intervalMs: 1,
  maxAttempts,
  warningOnRetry: false,
  behavior: 'RETRY_FAILED_TASK',
});
const outputs = [{ id: 'o', type: 'STRING', value: '{{ outputs.inside.x }}' }];
const loop = aFlowable(
  'loop',
  'Loop',
  { tasks: [aTask('inside')], errors: [aTask('sorry')] },
  { properties: { outputs } },
);

test('an iteration has the tasks and outputs of its Loop, and nothing that concerns the execution as a whole', () => {
  const flow = aFlow([aTask('before'), aFlowable('seq', 'Sequential', { tasks: [loop] })], {
    errors: [aTask('handler')],
    concurrency: { limit: 1, behavior: 'QUEUE' },
    variables: { v: 1 },
  });

  const part = iterationFlow(flow, 'loop')!;

  expect(part.tasks.map(({ id }) => id)).toEqual(['inside']);
  expect(part.outputs).toMatchObject([{ id: 'o', type: 'STRING', required: true }]);
  expect([part.errors, part.concurrency, part.variables]).toEqual([[], undefined, { v: 1 }]);
  expect(part.outerTaskIds).toEqual(['before', 'seq', 'handler']);
});

test('its tasks inherit the retry that is nearest around the Loop', () => {
  const inside = (rest: object, ofFlow: object) =>
    iterationFlow(aFlow([aFlowable('seq', 'Sequential', { tasks: [loop] }, rest)], ofFlow), 'loop')!.retry?.maxAttempts;

  expect(inside({ retry: retry(2) }, { retry: retry(3) })).toBe(2);
  expect(inside({}, { retry: retry(3) })).toBe(3);
  expect(inside({}, {})).toBeUndefined();
});

test('another task is no Loop', () => {
  expect(iterationFlow(aFlow([aTask('a')]), 'a')).toBeUndefined();
  expect(iterationFlow(aFlow([aTask('a')]), 'b')).toBeUndefined();
});
