/** Values as messages carry them: JSON, with what JSON has not spelt as a map of one key that begins with `$`. */

type Tagged = readonly [tag: string, value: unknown];

/** `addStream` keeps what is read bit by bit, and answers the number under which the other side asks for it. */
export function encodeValue(value: unknown, addStream: (source: AsyncIterable<Uint8Array>) => number): unknown {
  switch (typeof value) {
    case 'bigint':
      return { $bigint: value.toString() };
    case 'number':
      return Number.isFinite(value) ? value : { $number: String(value) };
    case 'function':
    case 'symbol':
      throw new Error(`A ${typeof value} cannot be sent to another process`);
    case 'object':
      break;
    default:
      return value;
  }
  if (value === null) return null;
  const encode = (item: unknown): unknown => encodeValue(item, addStream);
  if (Array.isArray(value)) return value.map((item) => encode(item) ?? null);
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
  if (value instanceof Date) return { $date: value.getTime() };
  if (value instanceof Map) return { $map: Array.from(value, ([key, item]) => [encode(key), encode(item)]) };
  if (value instanceof Set) return { $set: Array.from(value, encode) };
  if (Symbol.asyncIterator in value) return { $stream: addStream(value as AsyncIterable<Uint8Array>) };
  const entries = Object.entries(value).map(([key, item]) => [key, encode(item)] as const);
  const hasTag = entries.some(([key]) => key.startsWith('$'));
  return hasTag ? { $entries: entries } : Object.fromEntries(entries);
}

/** Throws a sentence for what `encodeValue` does not make. */
export function decodeValue(value: unknown, openStream: (stream: number) => AsyncIterable<Uint8Array>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const decode = (item: unknown): unknown => decodeValue(item, openStream);
  if (Array.isArray(value)) return value.map(decode);
  const tagged = tagOf(value);
  if (tagged === undefined) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(item)]));
  }
  const [tag, content] = tagged;
  switch (tag) {
    case '$bigint':
      return BigInt(String(content));
    case '$number':
      return Number(content);
    case '$bytes':
      return new Uint8Array(Buffer.from(String(content), 'base64'));
    case '$date':
      return new Date(Number(content));
    case '$map':
      return new Map(pairsOf(content).map(([key, item]) => [decode(key), decode(item)]));
    case '$set':
      return new Set(listOf(content).map(decode));
    case '$entries':
      return Object.fromEntries(pairsOf(content).map(([key, item]) => [String(key), decode(item)]));
    case '$stream':
      return openStream(Number(content));
    default:
      throw new Error(`A value of a kind that is unknown arrived: '${tag}'`);
  }
}

function tagOf(value: object): Tagged | undefined {
  const [key, ...others] = Object.keys(value);
  if (key === undefined || others.length > 0 || !key.startsWith('$')) return undefined;
  return [key, (value as Record<string, unknown>)[key]];
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error('A value that is broken arrived');
  return value;
}

function pairsOf(value: unknown): readonly (readonly [unknown, unknown])[] {
  return listOf(value).map((pair) => [listOf(pair)[0], listOf(pair)[1]]);
}
