import { collectionBuiltins } from './builtins-collections.ts';
import { mathBuiltins } from './builtins-math.ts';
import { textBuiltins } from './builtins-text.ts';
import { timeBuiltins } from './builtins-time.ts';
import { typeBuiltins } from './builtins-types.ts';
import type { Env } from './machine.ts';

/** A builtin that makes one value of its input and of the values of its arguments. */
export type BuiltinValue = (input: unknown, args: readonly unknown[], env: Env) => unknown;

/** By name and number of arguments. */
export const builtinValues: Readonly<Record<string, BuiltinValue>> = {
  ...typeBuiltins,
  ...collectionBuiltins,
  ...textBuiltins,
  ...mathBuiltins,
  ...timeBuiltins,
};
