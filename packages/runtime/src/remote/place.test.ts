import type { TenantKey } from '@windhover/model';
import type { RunContext } from '@windhover/plugin-sdk';
import { expect, test } from 'vitest';
import type { Peer } from './peer.ts';
import { createPlaces } from './place.ts';

const neverAnswers = { call: () => new Promise(() => undefined), tell: () => undefined } as unknown as Peer;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A worker that has one task run, whose templates are rendered like this. */
function aWorker(render: RunContext<unknown>['render']) {
  const places = createPlaces(
    () => neverAnswers,
    () => undefined,
  );
  const { signal } = new AbortController();
  const place = places.open();
  const context = { properties: {}, taskRun: {}, execution: {}, signal, render } as unknown as RunContext<unknown>;
  place.run('type', 'tenant' as TenantKey, context).catch(() => undefined);
  const ask = async (template: unknown) => places.handle('render', { run: 1, template });
  return { place, ask };
}

test('of templates that a worker asks for at once a few are rendered at a time, in the order of the questions', async () => {
  const begun: unknown[] = [];
  const ends: (() => void)[] = [];
  const { ask } = aWorker((template) => {
    begun.push(template);
    return new Promise((resolve) => ends.push(() => resolve(template)));
  });

  const answers = Array.from({ length: 20 }, (_, number) => ask(number));
  await turn();
  const atFirst = [...begun];
  for (ends.shift()!(); begun.length < 20 || ends.length > 0; await turn()) ends.shift()?.();

  expect(atFirst).toEqual([0, 1, 2, 3]);
  expect(await Promise.all(answers)).toEqual(Array.from({ length: 20 }, (_, number) => number));
  expect(begun).toEqual(Array.from({ length: 20 }, (_, number) => number));
});

test('between templates that need no waiting others have their turn', async () => {
  let rendered = 0;
  const { ask } = aWorker(async () => (rendered += 1));

  const answers = Array.from({ length: 100 }, (_, number) => ask(number));
  const inTurns = [rendered];
  for (let before = rendered; rendered < 100; before = rendered) {
    await turn();
    inTurns.push(rendered - before);
  }

  expect(Math.max(...inTurns)).toBeLessThanOrEqual(4);
  expect(await Promise.all(answers)).toEqual(Array.from({ length: 100 }, (_, number) => number + 1));
});

test('a template that fails makes room for the next one, and those of a task run that was taken away are not rendered', async () => {
  let rendered = 0;
  const { ask, place } = aWorker(() => {
    rendered += 1;
    throw new Error('no such variable');
  });
  const answers = Promise.allSettled(Array.from({ length: 30 }, (_, number) => ask(number)));
  await turn();
  const before = rendered;

  place.close();

  const reasons = (await answers).map((answer) => (answer.status === 'rejected' ? String(answer.reason) : 'answered'));
  expect(before).toBeLessThan(30);
  expect(reasons[0]).toBe('Error: no such variable');
  expect(reasons.at(-1)).toContain('This worker has no such task run');
});
