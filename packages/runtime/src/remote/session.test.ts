import type { WorkerSocket } from '@windhover/services';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFrame } from './frame.ts';
import { Session } from './session.ts';

/** Two sessions, and a connection between them that loses what is under way when it breaks. */
function pair(now: () => number = () => 0) {
  const heard: [unknown[], unknown[]] = [[], []];
  const sessions = heard.map(
    (own) =>
      new Session({ message: (body) => own.push(body), chunk: (stream, bytes) => own.push([stream, ...bytes]) }, now),
  ) as [Session, Session];
  let wires: [Uint8Array[], Uint8Array[]] = [[], []];
  let sockets: readonly WorkerSocket[] = [];
  return {
    sessions,
    heard,
    connect() {
      const own: [Uint8Array[], Uint8Array[]] = [[], []];
      wires = own;
      sockets = own.map((wire) => ({
        listen: () => undefined,
        send: (frame: Uint8Array) => void wire.push(frame),
        close: () => undefined,
      }));
      const [left, right] = sessions.map(({ received }) => received) as [number, number];
      sessions[0].attach(sockets[0]!, right);
      sessions[1].attach(sockets[1]!, left);
    },
    /** Lets so many frames arrive at one side. */
    deliver(to: 0 | 1, count: number) {
      for (const bytes of wires[to === 0 ? 1 : 0].splice(0, count))
        sessions[to].take(decodeFrame(bytes), bytes.byteLength);
    },
    cut() {
      wires = [[], []];
      for (const [index, socket] of sockets.entries()) sessions[index]!.detach(socket);
    },
  };
}

test('whatever breaks, each side hears what the other said, once and in its order', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('say' as const), side: fc.constantFrom(0, 1) }) },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('deliver' as const), side: fc.constantFrom(0, 1), count: fc.nat(5) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('cut' as const, 'connect' as const, 'beat' as const) }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { sessions, heard, connect, deliver, cut } = pair();
      const said: [unknown[], unknown[]] = [[], []];
      connect();
      for (const taken of steps) {
        if (taken.kind === 'say') {
          const number = said[taken.side as 0 | 1].push(said[taken.side as 0 | 1].length);
          if (number % 2 === 0) sessions[taken.side as 0 | 1].sendMessage(number - 1);
          else {
            said[taken.side as 0 | 1][number - 1] = [7, number % 256];
            sessions[taken.side as 0 | 1].sendChunk(7, new Uint8Array([number % 256]));
          }
        } else if (taken.kind === 'deliver') deliver(taken.side as 0 | 1, taken.count);
        else if (taken.kind === 'cut') cut();
        else if (taken.kind === 'beat') for (const session of sessions) session.beat();
        else {
          cut();
          connect();
        }
      }
      cut();
      connect();
      for (const side of [0, 1] as const) deliver(side, Infinity);

      expect(heard).toEqual([said[1], said[0]]);
    }),
  );
});

test('what is confirmed is not kept', () => {
  const { sessions, connect, deliver } = pair();
  connect();
  sessions[0].sendMessage('hello');
  expect(sessions[0].keptBytes).toBeGreaterThan(0);

  deliver(1, Infinity);
  sessions[1].beat();
  deliver(0, Infinity);

  expect(sessions[0].keptBytes).toBe(0);
});

test('a side knows when it was surely heard: when it said what the other has answered', () => {
  let now = 100;
  const { sessions, connect, deliver } = pair(() => now);
  connect();
  now = 200;
  sessions[0].beat();
  now = 300;
  deliver(1, Infinity);
  sessions[1].beat();
  now = 400;
  deliver(0, Infinity);

  expect(sessions[0].knownHeardAt).toBe(200);
  expect(sessions[0].heardAt).toBe(400);
});

test('a gap, and what cannot have arrived, is refused', () => {
  const { sessions } = pair();

  expect(() => sessions[0].take({ kind: 'message', seq: 2, body: 'x' }, 1)).toThrow('A frame is missing');
  expect(() => sessions[0].take({ kind: 'beat', received: 1, beat: 1, heard: 0 }, 1)).toThrow('cannot have arrived');
});
