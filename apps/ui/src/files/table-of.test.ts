import { expect, test } from 'vitest';
import { tableOf } from './table-of.ts';

test('lines of objects are rows under all their keys, whether they are Ion or JSON', async () => {
  const table = {
    columns: ['id', 'name', 'tags'],
    rows: [
      ['12345678901234567890', 'Ada', ''],
      ['2', 'null', '["x"]'],
    ],
  };

  expect(await tableOf('{id:12345678901234567890,name:"Ada"}\n{id:2,name:null,tags:["x"]}\n')).toEqual(table);
  expect(await tableOf('{"id":12345678901234567890,"name":"Ada"}\n{"id":2,"name":null,"tags":["x"]}')).toEqual(table);
});

test('instants are written as they are in the file', async () => {
  expect((await tableOf('{at:2026-01-02T03:04:05.678Z}\n'))?.rows).toEqual([['2026-01-02T03:04:05.678Z']]);
});

test('a last line that is cut off is left out', async () => {
  expect((await tableOf('{id:1}\n{id:2,na'))?.rows).toEqual([['1']]);
});

test('other texts are no table', async () => {
  for (const text of ['', 'id,name\n1,Ada', '[1, 2]', '{"id": 1}\nend'])
    expect(await tableOf(text), text).toBeUndefined();
});
