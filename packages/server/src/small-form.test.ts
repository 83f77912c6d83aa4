import { expect, test } from 'vitest';
import { parseSmallForm } from './small-form.ts';

async function parse(form: FormData): Promise<readonly (readonly [string, string | undefined, string])[]> {
  const request = new Request('http://x', { method: 'POST', body: form });
  const parts = parseSmallForm(Buffer.from(await request.arrayBuffer()), request.headers.get('content-type')!);
  return Promise.all(parts.map(async (part) => [part.name, part.filename, await part.text()] as const));
}

test('fields and files come out as browsers put them in', async () => {
  const form = new FormData();
  form.append('plain', 'a\r\nb');
  form.append('ümläut "quoted"', 'ß');
  form.append('empty', '');
  form.append('file', new Blob(['\u0000\u0001--x']), 'näme "1".bin');
  expect(await parse(form)).toEqual([
    ['plain', undefined, 'a\r\nb'],
    ['ümläut "quoted"', undefined, 'ß'],
    ['empty', undefined, ''],
    ['file', 'näme "1".bin', '\u0000\u0001--x'],
  ]);
});

test('a form with no part but its closing boundary is empty, and so is no body at all', () => {
  expect(parseSmallForm(Buffer.from('--x--\r\n'), 'multipart/form-data; boundary=x')).toEqual([]);
  expect(parseSmallForm(Buffer.from(''), 'multipart/form-data; boundary="x"')).toEqual([]);
});

test('what is cut off is refused', () => {
  const cut = '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nvalue';
  expect(() => parseSmallForm(Buffer.from(cut), 'multipart/form-data; boundary=x')).toThrow(
    'ends before its closing boundary',
  );
  expect(() => parseSmallForm(Buffer.from('--x--'), 'multipart/form-data')).toThrow('needs a boundary');
});

test('a header of many spaces is read in one pass', async () => {
  const spaces = ' '.repeat(60_000);
  const body = `--x\r\ncontent-disposition: form-data; name="a"\r\ncontent-type: text/plain${spaces}b${spaces}\r\n\r\nv\r\n--x--`;

  const [part] = parseSmallForm(Buffer.from(body), 'multipart/form-data; boundary=x');

  expect(part?.contentType).toBe(`text/plain${spaces}b`);
});
