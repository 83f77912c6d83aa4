import type { BuiltinValue } from './builtins-values.ts';
import { needNumber } from './builtins-types.ts';

const one =
  (calculate: (x: number) => unknown): BuiltinValue =>
  (input) =>
    calculate(needNumber(input));

const two =
  (calculate: (x: number, y: number) => number): BuiltinValue =>
  (_, [a, b]) =>
    calculate(needNumber(a), needNumber(b));

export const mathBuiltins: Readonly<Record<string, BuiltinValue>> = {
  'floor/0': one(Math.floor),
  'ceil/0': one(Math.ceil),
  'round/0': one((x) => Math.sign(x) * Math.round(Math.abs(x)) + 0),
  'trunc/0': one(Math.trunc),
  'nearbyint/0': one(nearest),
  'rint/0': one(nearest),
  'sqrt/0': one(Math.sqrt),
  'cbrt/0': one(Math.cbrt),
  'fabs/0': one(Math.abs),
  'exp/0': one(Math.exp),
  'exp2/0': one((x) => 2 ** x),
  'exp10/0': one((x) => 10 ** x),
  'expm1/0': one(Math.expm1),
  'log/0': one(Math.log),
  'log2/0': one(Math.log2),
  'log10/0': one(Math.log10),
  'log1p/0': one(Math.log1p),
  'logb/0': one((x) => Math.floor(Math.log2(Math.abs(x)))),
  'significand/0': one((x) => (x === 0 ? 0 : x / 2 ** Math.floor(Math.log2(Math.abs(x))))),
  'frexp/0': one((x) => {
    if (x === 0 || !Number.isFinite(x)) return [x, 0];
    const exponent = Math.floor(Math.log2(Math.abs(x))) + 1;
    return [x / 2 ** exponent, exponent];
  }),
  'modf/0': one((x) => [x - Math.trunc(x), Math.trunc(x)]),
  'sin/0': one(Math.sin),
  'cos/0': one(Math.cos),
  'tan/0': one(Math.tan),
  'asin/0': one(Math.asin),
  'acos/0': one(Math.acos),
  'atan/0': one(Math.atan),
  'sinh/0': one(Math.sinh),
  'cosh/0': one(Math.cosh),
  'tanh/0': one(Math.tanh),
  'asinh/0': one(Math.asinh),
  'acosh/0': one(Math.acosh),
  'atanh/0': one(Math.atanh),
  'lgamma/0': one(logGamma),
  'gamma/0': one(logGamma),
  'tgamma/0': one((x) => (Number.isInteger(x) && x > 0 && x < 171 ? factorial(x - 1) : Math.exp(logGamma(x)))),
  'pow/2': two((x, y) => x ** y),
  'atan2/2': two(Math.atan2),
  'fmin/2': two(Math.min),
  'fmax/2': two(Math.max),
  'fmod/2': two((x, y) => x % y),
  'ldexp/2': two((x, y) => x * 2 ** y),
  'scalb/2': two((x, y) => x * 2 ** y),
  'scalbln/2': two((x, y) => x * 2 ** y),
  'hypot/2': two(Math.hypot),
  'copysign/2': two((x, y) => (Object.is(Math.sign(y), -1) || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x))),
  'drem/2': two((x, y) => x - y * nearest(x / y)),
  'fdim/2': two((x, y) => Math.max(0, x - y)),
  'fma/3': (_, [a, b, c]) => needNumber(a) * needNumber(b) + needNumber(c),
};

/** Halves go to the even neighbour. */
function nearest(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

function factorial(n: number): number {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return product;
}

/** Lanczos' series with g = 7. */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x);
  const series = [
    676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
    -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  const at = x - 1;
  const sum = series.reduce((total, term, i) => total + term / (at + i + 1), 0.99999999999980993);
  const t = at + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(t) - t + Math.log(sum);
}
