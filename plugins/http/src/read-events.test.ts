import { expect, test } from 'vitest';
import { readEvents } from './read-events.ts';

const read = (...chunks: readonly string[]) =>
  Array.fromAsync(
    readEvents(
      (async function* () {
        for (const chunk of chunks) yield Buffer.from(chunk, 'latin1');
      })(),
    ),
  );

test('an event has what its lines say, and needs data', async () => {
  expect(await read(': hi\nevent: price\nid: 7\nretry: 3000\ndata: a\ndata:b\n\nid: 8\n\ndata\n\n')).toEqual([
    { data: 'a\nb', id: '7', name: 'price', comment: 'hi', retry: 'PT3S' },
    { data: '' },
  ]);
});

test.each(['\n', '\r\n', '\r'])('lines end with %j, wherever the stream is cut', async (end) => {
  const stream = `data: 1${end}${end}data: 2${end}${end}`;

  expect(await read(...stream.split(''))).toEqual([{ data: '1' }, { data: '2' }]);
});

test('letters are whole wherever the stream is cut, and an unfinished event is none', async () => {
  const stream = Buffer.from('data: Käse\n\ndata: more').toString('latin1');

  expect(await read(...stream.split(''))).toEqual([{ data: 'Käse' }]);
});
