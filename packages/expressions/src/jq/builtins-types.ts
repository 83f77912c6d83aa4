import { parseJson } from '../values/parse-json.ts';
import { isNumber } from '../values/number-kind.ts';
import { mapOf } from '../values/plain-map.ts';
import type { BuiltinValue } from './builtins-values.ts';
import { describe, isTruthy, jqJson, jqText, numberOf, typeOf } from './jq-values.ts';
import { jqFailure } from './machine.ts';

const numeral = /^\s*-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

export const typeBuiltins: Readonly<Record<string, BuiltinValue>> = {
  'not/0': (input) => !isTruthy(input),
  'type/0': (input) => typeOf(input),
  'tostring/0': (input) => jqText(input),
  'tojson/0': (input) => jqJson(input),
  'fromjson/0': (input) => {
    if (typeof input !== 'string') throw jqFailure(`${describe(input)} cannot be parsed as JSON`);
    if (/^\s*-?nan\s*$/i.test(input)) return Number.NaN;
    try {
      return parseJson(input, true);
    } catch (error) {
      throw jqFailure(`${error instanceof Error ? error.message : ''} (while parsing '${input.slice(0, 100)}')`);
    }
  },
  'tonumber/0': (input) => {
    if (isNumber(input)) return input;
    if (typeof input === 'string' && numeral.test(input)) return Number(input);
    throw jqFailure(
      typeof input === 'string'
        ? `Invalid numeric literal (while parsing '${input.slice(0, 100)}')`
        : `${describe(input)} cannot be parsed as a number`,
    );
  },
  'isnan/0': (input) => Number.isNaN(needNumber(input)),
  'isinfinite/0': (input) => Math.abs(needNumber(input)) === Number.POSITIVE_INFINITY,
  'isnormal/0': (input) => Number.isFinite(needNumber(input)) && Math.abs(numberOf(input)) >= 2.2250738585072014e-308,
  'infinite/0': () => Number.POSITIVE_INFINITY,
  'nan/0': () => Number.NaN,
  'null/0': () => null,
  'env/0': () => mapOf([]),
  'now/0': (_, __, env) => env.machine.now() / 1000,
  'input_line_number/0': () => 0,
  'input_filename/0': () => null,
  '$__prog_args/0': () => [],
  'get_search_list/0': () => [],
  'halt/0': () => {
    throw jqFailure('halt is not possible here');
  },
  'halt_error/0': () => {
    throw jqFailure('halt_error is not possible here');
  },
  'halt_error/1': () => {
    throw jqFailure('halt_error is not possible here');
  },
};

export function needNumber(value: unknown): number {
  if (!isNumber(value)) throw jqFailure(`${describe(value)} number required`);
  return numberOf(value);
}
