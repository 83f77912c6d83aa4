/**
 * Multipart forms that are in memory as a whole. Most forms of this API are a few short fields, sent with every start of
 * an execution; parsing them here costs a quarter of what a streaming parser does.
 */
import { BadRequest, IllegalArgument } from '@windhover/model';
import type { Form, FormPart } from '@windhover/contract';

const maxParts = 1_000;

/** Parts of a form. A form without parts, also one that is only its closing boundary, is empty. Throws {@link BadRequest}. */
export function parseSmallForm(body: Buffer, contentType: string): readonly FormPart[] {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  if (boundary === null) throw new BadRequest({ reason: 'a multipart body needs a boundary in its Content-Type' });
  const delimiter = Buffer.from(`--${boundary[1] ?? boundary[2]!}`);
  const parts: FormPart[] = [];
  let at = body.indexOf(delimiter);
  while (at >= 0) {
    const start = at + delimiter.length;
    if (body[start] === 0x2d && body[start + 1] === 0x2d) return parts;
    const next = body.indexOf(delimiter, start);
    if (next < 0) break;
    // A part is CRLF, headers, empty line, content, CRLF
    const headersEnd = body.indexOf('\r\n\r\n', start);
    if (headersEnd < 0 || headersEnd > next)
      throw new BadRequest({ reason: 'a part of the multipart body has no headers' });
    parts.push(toPart(body.toString('utf8', start, headersEnd), body.subarray(headersEnd + 4, next - 2)));
    if (parts.length > maxParts) throw new IllegalArgument({ reason: `a form may have at most ${maxParts} parts` });
    at = next;
  }
  if (body.length > 0) throw new BadRequest({ reason: 'the multipart body ends before its closing boundary' });
  return parts;
}

function toPart(headers: string, content: Buffer): FormPart {
  const disposition = /^content-disposition:(.*)$/im.exec(headers)?.[1] ?? '';
  const name = parameter(disposition, 'name');
  if (name === undefined) throw new BadRequest({ reason: 'a part of the multipart body has no name' });
  const filename = parameter(disposition, 'filename');
  // Trimmed afterwards: an expression that looks for the last space looks from each one
  const contentType = /^content-type:[ \t]*(\S.*)$/im.exec(headers)?.[1]?.trimEnd();
  return {
    name,
    ...(filename === undefined ? {} : { filename }),
    ...(contentType === undefined ? {} : { contentType }),
    content: once(content),
    text: () => Promise.resolve(content.toString('utf8')),
  };
}

function parameter(disposition: string, name: string): string | undefined {
  const match = new RegExp(`[;\\s]${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]*))`, 'i').exec(disposition);
  if (match === null) return undefined;
  // Browsers write quotes and line breaks percent-encoded, older clients with a backslash
  return (match[1] ?? match[2]!)
    .replace(/\\(["\\])/g, '$1')
    .replace(/%22/g, '"')
    .replace(/%0D/gi, '\r')
    .replace(/%0A/gi, '\n');
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}

export async function* toForm(
  parts: readonly FormPart[],
): Form extends AsyncIterable<infer Part> ? AsyncGenerator<Part> : never {
  yield* parts;
}
