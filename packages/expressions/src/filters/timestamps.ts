import type { Filter } from '../call-environment.ts';
import { nullStays } from './filter-input.ts';
import { readIn } from './dates.ts';

function stamp(convert: (epochNanoseconds: bigint) => unknown): Filter {
  return nullStays((input, [timeZone, existingFormat], environment) =>
    convert(readIn(input, timeZone, existingFormat, null, environment).at.epochNanoseconds),
  );
}

function floorDivide(value: bigint, divisor: bigint): bigint {
  return value >= 0n ? value / divisor : -((-value + divisor - 1n) / divisor);
}

const second = 1_000_000_000n;

export const timestamp = stamp((nanos) => floorDivide(nanos, second));

export const timestampMilli = stamp((nanos) => floorDivide(nanos, 1_000_000n));

/** Seconds times 10^9 plus microseconds: not the arithmetic value, but what flows made for the base rely on. */
export const timestampMicro = stamp((nanos) => {
  const seconds = floorDivide(nanos, second);
  return (seconds * second + (nanos - seconds * second) / 1000n).toString();
});

export const timestampNano = stamp((nanos) => nanos.toString());
