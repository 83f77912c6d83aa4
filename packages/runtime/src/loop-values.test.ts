import { expect, test } from 'vitest';
import { loopLines, readLoopPage } from './loop-values.ts';

async function* chunks(text: string, sizeBytes: number): AsyncIterable<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += sizeBytes) yield bytes.subarray(at, at + sizeBytes);
}

const whole = { offset: 0, limit: 100, isKeyed: false };

test('a value a line: JSON, Ion, or text; lines without any are passed over', async () => {
  const text = '1\n{"a":[2]}\n\n{b:"ion"}\r\nplain text\n007\nlast';

  const { values, isEnd } = await readLoopPage(chunks(text, 1_000), whole);

  expect(values.map(({ value }) => value)).toEqual([1, { a: [2] }, { b: 'ion' }, 'plain text', '007', 'last']);
  expect(isEnd).toBe(true);
  expect(values.at(-1)!.end).toBe(Buffer.byteLength(text));
});

test.each([1, 3, 7, 1_000])('pages of one value, from where the last one ended, in chunks of %i', async (sizeBytes) => {
  const text = 'ä\n\nbb\n"c"\n';
  const found: unknown[] = [];
  for (let offset = 0, isEnd = false; !isEnd;) {
    const following = Buffer.from(text).subarray(offset).toString('utf8');
    const page = await readLoopPage(chunks(following, sizeBytes), { ...whole, offset, limit: 1 });
    found.push(...page.values.map(({ value }) => value));
    offset = page.values.at(-1)?.end ?? offset;
    isEnd = page.isEnd;
  }

  expect(found).toEqual(['ä', 'bb', 'c']);
});

test('values of a map come back with their keys', async () => {
  const values = [
    { key: 'a', value: 1 },
    { key: 'b', value: { c: 'd\n' } },
  ];
  const text = Buffer.concat([...loopLines(values, true)]).toString('utf8');

  expect((await readLoopPage(chunks(text, 5), { ...whole, isKeyed: true })).values).toMatchObject(values);
});

test('a line without end is refused before it fills the memory', async () => {
  const endless = (async function* () {
    for (;;) yield new Uint8Array(64 * 1024).fill(0x61);
  })();

  await expect(readLoopPage(endless, whole)).rejects.toThrow('The line at byte 0 is longer than');
});
