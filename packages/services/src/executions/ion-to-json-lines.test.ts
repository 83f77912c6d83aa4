import { expect, test } from 'vitest';
import { ionToJsonLines } from './ion-to-json-lines.ts';

async function linesOf(...chunks: (string | Uint8Array)[]): Promise<string> {
  const content = (async function* () {
    for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  })();
  return Buffer.concat(await Array.fromAsync(ionToJsonLines(content))).toString('utf8');
}

test('rows of Ion are lines of JSON, wherever the file is cut into pieces', async () => {
  const rows = '{id:1,name:"é",none:null,when:2026-01-02T03:04:05Z}\n[1, 2.50]\n';

  const expected = '{"id":1,"name":"é","none":null,"when":"2026-01-02T03:04:05Z"}\n[1, 2.50]\n';
  expect(await linesOf(rows)).toBe(expected);
  expect(await linesOf(...[...Buffer.from(rows)].map((byte) => Buffer.of(byte)))).toBe(expected);
  expect(await linesOf(rows.trimEnd())).toBe(expected);
});

test('what is JSON stays as it is, what is neither becomes a text, empty lines go', async () => {
  expect(await linesOf('{"big": 12345678901234567890}\n\n  \nno {row\n')).toBe(
    '{"big": 12345678901234567890}\n"no {row"\n',
  );
});
