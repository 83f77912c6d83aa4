import { ValueError } from '../values/value-error.ts';

export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** An argument that a function cannot do without. */
export function required(value: unknown, name: string, argument: string): unknown {
  if (isGiven(value)) return value;
  throw new ValueError(`The '${name}' function expects an argument '${argument}'.`);
}

export function requiredText(value: unknown, name: string, argument: string): string {
  const given = required(value, name, argument);
  if (typeof given === 'string') return given;
  throw new ValueError(`The '${name}' function expects an argument '${argument}' with type string.`);
}
