import type { Filter } from '../call-environment.ts';
import { toDecimal } from '../values/arithmetic.ts';
import { classNameOf } from '../values/class-name.ts';
import { isNumber, toNumber } from '../values/number-kind.ts';
import { ValueError } from '../values/value-error.ts';
import { decimalFormat } from '../text/decimal-format.ts';
import { javaText } from '../values/java-text.ts';
import { isNull, nullStays } from './filter-input.ts';

export const numberFormat: Filter = nullStays((input, [format]) => {
  if (!isNumber(input)) {
    throw new ValueError(`The input for the 'NumberFormat' filter has to be a number, but is a ${classNameOf(input)}`);
  }
  const number = toNumber(input);
  if (!Number.isFinite(number)) return Number.isNaN(number) ? 'NaN' : number > 0 ? '∞' : '-∞';
  return decimalFormat(toDecimal(input), isNull(format) ? '#,##0.###' : javaText(format));
});
