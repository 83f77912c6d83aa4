import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeValue, encodeValue } from './wire-value.ts';

const noStreams = (): never => {
  throw new Error('there is no stream here');
};

function sent(value: unknown): unknown {
  return decodeValue(JSON.parse(JSON.stringify(encodeValue(value, noStreams))), noStreams);
}

test('plain data arrives as it was, whatever its keys are', () => {
  const keys = fc.oneof(fc.string(), fc.constantFrom('$stream', '$bytes', '$', '__proto__', 'constructor'));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.bigInt(),
      fc.uint8Array(),
      fc.date({ noInvalidDate: true }),
      fc.array(tie('tree')),
      fc.dictionary(keys, tie('tree'), { noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      expect(withoutNegativeZero(sent(value))).toEqual(withoutNegativeZero(value));
    }),
  );
});

test('maps and sets arrive, and what JSON leaves out is left out', () => {
  const value = { map: new Map([['a', new Set([1n])]]), gone: undefined, list: [undefined] };

  expect(sent(value)).toEqual({ map: new Map([['a', new Set([1n])]]), list: [null] });
});

test('a stream is named by its number', async () => {
  const source = (async function* () {
    yield new Uint8Array([1]);
  })();
  const kept: unknown[] = [];

  const encoded = encodeValue({ content: source }, (stream) => kept.push(stream));

  expect(encoded).toEqual({ content: { $stream: 1 } });
  expect(kept).toEqual([source]);
  expect(decodeValue(encoded, (number) => [number] as never)).toEqual({ content: [1] });
});

test('what cannot be sent, and a kind that is unknown, is refused', () => {
  expect(() => sent({ run: () => undefined })).toThrow('A function cannot be sent');
  expect(() => decodeValue({ $what: 1 }, noStreams)).toThrow("A value of a kind that is unknown arrived: '$what'");
});

/** JSON has one zero. */
function withoutNegativeZero(value: unknown): unknown {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(withoutNegativeZero);
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutNegativeZero(item)]));
}
