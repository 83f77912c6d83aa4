import { isMap } from './settings-tree.ts';

/**
 * The same names, at every depth, and each in its other spelling as well: `my-var` for `myVar` and the reverse. Kestra turned the
 * one into the other, so flows may use either. What is not written stays hidden from lists, and never covers what is.
 */
export function inBothSpellings(names: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(names).map(
    ([name, value]) => [name, isMap(value) ? inBothSpellings(value) : value] as const,
  );
  const both: Record<string, unknown> = Object.fromEntries(entries);
  for (const [name, value] of entries) {
    const other = otherSpelling(name);
    if (!Object.hasOwn(both, other)) Object.defineProperty(both, other, { value, enumerable: false });
  }
  return both;
}

function otherSpelling(name: string): string {
  return name.includes('-')
    ? name.replace(/-([a-z\d])/g, (_, letter: string) => letter.toUpperCase())
    : name.replace(/(?<=[a-z\d])[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
