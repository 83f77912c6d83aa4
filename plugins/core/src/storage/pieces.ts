/** Content as a stream of pieces. */

/** Texts between separators, without them; what follows the last one is a piece unless it is empty. */
export async function* piecesOf(
  content: AsyncIterable<Uint8Array>,
  separator = '\n',
  charset = 'utf-8',
): AsyncIterable<string> {
  const decoder = new TextDecoder(charset);
  let rest = '';
  for await (const chunk of content) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split(separator);
    rest = parts.pop() ?? '';
    yield* parts;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

/** Texts as bytes, gathered into chunks of some size: a write for each line would cost more than the lines. */
export async function* toBytes(texts: AsyncIterable<string> | Iterable<string>): AsyncIterable<Uint8Array> {
  const encoder = new TextEncoder();
  let gathered = '';
  for await (const text of texts) {
    gathered += text;
    if (gathered.length < 65_536) continue;
    yield encoder.encode(gathered);
    gathered = '';
  }
  if (gathered !== '') yield encoder.encode(gathered);
}
