import { collectionItems } from '../filters/filter-input.ts';
import { isEmpty } from '../values/empty.ts';
import { isIntegral, isNumber, toBigInt } from '../values/number-kind.ts';
import { parseJson } from '../values/parse-json.ts';
import { isMap } from '../values/plain-map.ts';
import { ValueError } from '../values/value-error.ts';

/** What follows `is`; a missing name arrives as undefined, at `defined` only. */
export const valueTests: Readonly<Record<string, (value: unknown) => boolean>> = {
  defined: (value) => value !== undefined && value !== null,
  null: (value) => value === null,
  empty: isEmpty,
  even: (value) => isEven(value, 'even'),
  odd: (value) => !isEven(value, 'odd'),
  iterable: (value) => collectionItems(value) !== undefined,
  map: isMap,
  json: isJson,
};

function isEven(value: unknown, test: string): boolean {
  if (value === null) throw new ValueError(`Can not pass null value to "${test}" test.`);
  if (!isNumber(value) || !isIntegral(value))
    throw new ValueError(`Only integers can be passed to the "${test}" test.`);
  return toBigInt(value) % 2n === 0n;
}

function isJson(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    parseJson(value, true);
    return true;
  } catch {
    return false;
  }
}
