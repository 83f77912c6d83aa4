/**
 * Frames between a server and a worker: the first of a connection says who speaks, beats say how far the other was heard, and
 * messages and chunks of files are numbered, so that a broken connection can go on in another one.
 */

export type Frame =
  | { readonly kind: 'hello'; readonly body: unknown }
  /** `received`: the last number that arrived. `beat` counts from 1; `heard` is the last one of the other side. */
  | { readonly kind: 'beat'; readonly received: number; readonly beat: number; readonly heard: number }
  | { readonly kind: 'message'; readonly seq: number; readonly body: unknown }
  | { readonly kind: 'chunk'; readonly seq: number; readonly stream: number; readonly bytes: Uint8Array };

const codes = { hello: 1, beat: 2, message: 3, chunk: 4 } as const;
/** A code and up to three numbers of eight bytes. */
const numberBytes = 8;

export function encodeFrame(frame: Frame): Uint8Array {
  switch (frame.kind) {
    case 'hello':
      return join(codes.hello, [], jsonBytes(frame.body));
    case 'beat':
      return join(codes.beat, [frame.received, frame.beat, frame.heard], new Uint8Array());
    case 'message':
      return join(codes.message, [frame.seq], jsonBytes(frame.body));
    case 'chunk':
      return join(codes.chunk, [frame.seq, frame.stream], frame.bytes);
  }
}

/** Throws a sentence for what is no frame. */
export function decodeFrame(bytes: Uint8Array): Frame {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (view[0]) {
    case codes.hello:
      return { kind: 'hello', body: jsonOf(view.subarray(1)) };
    case codes.beat:
      return { kind: 'beat', received: numberAt(view, 0), beat: numberAt(view, 1), heard: numberAt(view, 2) };
    case codes.message:
      return { kind: 'message', seq: numberAt(view, 0), body: jsonOf(view.subarray(1 + numberBytes)) };
    case codes.chunk: {
      const content = view.subarray(1 + 2 * numberBytes);
      return { kind: 'chunk', seq: numberAt(view, 0), stream: numberAt(view, 1), bytes: new Uint8Array(content) };
    }
    default:
      throw new Error('A frame of a kind that is unknown arrived');
  }
}

function join(code: number, numbers: readonly number[], content: Uint8Array): Uint8Array {
  const frame = Buffer.allocUnsafe(1 + numbers.length * numberBytes + content.byteLength);
  frame[0] = code;
  for (const [index, value] of numbers.entries()) frame.writeDoubleBE(value, 1 + index * numberBytes);
  frame.set(content, 1 + numbers.length * numberBytes);
  return frame;
}

function numberAt(view: Buffer, index: number): number {
  const at = 1 + index * numberBytes;
  const value = view.length < at + numberBytes ? Number.NaN : view.readDoubleBE(at);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error('A frame that is cut or broken arrived');
  return value;
}

function jsonBytes(body: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(body), 'utf8');
}

function jsonOf(bytes: Buffer): unknown {
  return JSON.parse(bytes.toString('utf8'));
}
