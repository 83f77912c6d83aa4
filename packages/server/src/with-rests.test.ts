import type { WorkerSocket } from '@windhover/services';
import { expect, test } from 'vitest';
import { withRests } from './with-rests.ts';

type Listener = Parameters<WorkerSocket['listen']>[0];

/** A connection whose frames take as long as their only byte says. */
function aConnection() {
  const said: string[] = [];
  const waiting: { readonly delayMs: number; readonly run: () => void }[] = [];
  let nowMs = 0;
  let listener: Listener | undefined;
  const socket = withRests(
    { listen: (on) => (listener = on), send: () => undefined, close: () => undefined },
    {
      pause: () => said.push('pause'),
      resume: () => said.push('resume'),
      now: () => nowMs,
      after: (delayMs, run) => waiting.push({ delayMs, run }),
    },
  );
  socket.listen({ frame: ([ms]) => (nowMs += ms!), closed: () => undefined });
  const take = (...frames: readonly number[]): void => {
    for (const ms of frames) listener?.frame(new Uint8Array([ms]));
  };
  return { said, waiting, take };
}

test('a worker whose frames take no time is not interrupted', () => {
  const { said, take } = aConnection();

  take(1, 5, 5, 5);

  expect(said).toEqual([]);
});

test('a worker whose frames have taken long rests for longer, once, and goes on', () => {
  const { said, waiting, take } = aConnection();

  take(5, 10, 10, 10, 10);
  expect(said).toEqual(['pause']);
  expect(waiting.map(({ delayMs }) => delayMs)).toEqual([40]);
  waiting[0]!.run();
  take(10);
  expect(said).toEqual(['pause', 'resume']);
  take(10);

  expect(said).toEqual(['pause', 'resume', 'pause']);
});
