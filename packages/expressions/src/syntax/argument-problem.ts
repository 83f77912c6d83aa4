import type { Arguments } from './ast.ts';

/** What is wrong with the arguments of a call of something with these parameters. */
export function problemOf({ positional, named }: Arguments, names: readonly string[]): string | undefined {
  if (positional.length > names.length) {
    return `The argument at position ${names.length + 1} is not allowed. Only ${names.length} argument(s) are allowed.`;
  }
  const unknown = named.find(({ name }) => !names.includes(name));
  return unknown === undefined ? undefined : `The following named argument does not exist: ${unknown.name}`;
}
