/** Sizes as flows write them: a number of bytes, or a number with a unit. */
const factors: { readonly [unit: string]: number } = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 };

/** Bytes of `10MB`, `512 KiB`, `1.5G` or `100`; a kilobyte has 1,024 bytes. Throws a RangeError that names the text. */
export function parseSize(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?\s*$/i.exec(text);
  const sizeBytes = match === null ? Number.NaN : Math.floor(Number(match[1]) * factors[match[2]!.toUpperCase()]!);
  if (!Number.isSafeInteger(sizeBytes)) throw new RangeError(`'${text}' is not a size such as 100, 64KB or 1.5GB`);
  return sizeBytes;
}
