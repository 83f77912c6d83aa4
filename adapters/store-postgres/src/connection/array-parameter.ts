/**
 * Arrays in PostgreSQL's binary form. The text form would quote each body once more, and they are full of quotes.
 * Layout: dimensions, "has nulls", element type, length, lower bound; then each element behind its length, -1 for null.
 */
import { toStoredText } from './stored-text.ts';

const textType = 25;
const bigintType = 20;
const integerType = 23;
const headerBytes = 20;

export function textArray(values: readonly (string | null)[]): Buffer {
  const texts = values.map((value) => (value === null ? null : toStoredText(value)));
  const lengths = texts.map((text) => (text === null ? 0 : Buffer.byteLength(text)));
  const buffer = allocate(textType, texts.length, sum(lengths) + 4 * texts.length);
  let offset = headerBytes;
  for (const [index, text] of texts.entries()) {
    offset = buffer.writeInt32BE(text === null ? -1 : lengths[index]!, offset);
    if (text !== null) offset += buffer.write(text, offset);
  }
  return buffer;
}

export function bigintArray(values: readonly (number | null)[]): Buffer {
  return numberArray(bigintType, 8, values, (buffer, value, offset) => buffer.writeBigInt64BE(BigInt(value), offset));
}

export function integerArray(values: readonly (number | null)[]): Buffer {
  return numberArray(integerType, 4, values, (buffer, value, offset) => buffer.writeInt32BE(value, offset));
}

function numberArray(
  type: number,
  sizeBytes: number,
  values: readonly (number | null)[],
  write: (buffer: Buffer, value: number, offset: number) => number,
): Buffer {
  const nulls = values.reduce<number>((count, value) => (value === null ? count + 1 : count), 0);
  const buffer = allocate(type, values.length, (values.length - nulls) * sizeBytes + 4 * values.length);
  let offset = headerBytes;
  for (const value of values) {
    offset = buffer.writeInt32BE(value === null ? -1 : sizeBytes, offset);
    if (value !== null) offset = write(buffer, value, offset);
  }
  return buffer;
}

function allocate(type: number, length: number, elementBytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(headerBytes + elementBytes);
  for (const [index, value] of [1, 1, type, length, 1].entries()) buffer.writeInt32BE(value, 4 * index);
  return buffer;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
