import { decimalText } from '../values/big-decimal.ts';
import { BigDecimal } from '../values/boxed.ts';

/** Plain digits with exactly that many places, rounded from the decimal digits of the number. */
export function roundToPlaces(value: BigDecimal, places: number, mode: 'half-up' | 'half-even'): string {
  return decimalText(roundDecimal(value, places, mode));
}

export function roundDecimal(
  { unscaled, scale }: BigDecimal,
  places: number,
  mode: 'half-up' | 'half-even',
): BigDecimal {
  if (scale <= places) return new BigDecimal(unscaled * 10n ** BigInt(places - scale), places);
  const unit = 10n ** BigInt(scale - places);
  const magnitude = unscaled < 0n ? -unscaled : unscaled;
  const kept = magnitude / unit;
  const twice = (magnitude % unit) * 2n;
  const isUp = twice > unit || (twice === unit && (mode === 'half-up' || kept % 2n === 1n));
  const rounded = isUp ? kept + 1n : kept;
  return new BigDecimal(unscaled < 0n ? -rounded : rounded, places);
}
