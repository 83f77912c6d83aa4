import { expect, test } from 'vitest';
import { createAssembler, toPayloads } from './packets.ts';

test('messages of any size arrive as they were sent, each piece short enough for the database', () => {
  const messages = [
    { topic: 'instance', message: { kind: 'tenant', id: 'dev' } },
    { topic: 'dev/logs/1', message: { lines: ['ü🦅\u0000\n'.repeat(5_000)] } },
  ];
  const payloads = toPayloads('a', 1, messages);
  const receive = createAssembler('b');

  expect(payloads.length).toBeGreaterThan(1);
  for (const payload of payloads) expect(Buffer.byteLength(payload)).toBeLessThan(8_000);
  expect(payloads.map(receive).at(-1)).toEqual(messages);
});

test('pieces of several senders are told apart, and the own ones passed over', () => {
  const long = (word: string) => [{ topic: 't', message: word.repeat(10_000) }];
  const [a, b, own] = ['a', 'b', 'self'].map((sender) => toPayloads(sender, 1, long(sender)));
  const receive = createAssembler('self');
  const received = a!.flatMap((payload, index) => [payload, b![index]!, own![index] ?? '']).flatMap(receive);
  expect(received).toEqual([...long('a'), ...long('b')]);
});

test('a flush of which a piece was missed is dropped, the next one is not', () => {
  const receive = createAssembler('self');
  const [first] = toPayloads('a', 1, [{ topic: 't', message: 'x'.repeat(10_000) }]);
  expect(receive(first!)).toEqual([]);
  expect(toPayloads('a', 2, [{ topic: 't', message: 1 }]).flatMap(receive)).toEqual([{ topic: 't', message: 1 }]);
});
