import type { Callable } from '../catalogue/callable.ts';
import { signatureOf } from '../catalogue/callable.ts';
import { filterCatalogue } from '../catalogue/filters.ts';
import { contextFunctionCatalogue, functionCatalogue } from '../catalogue/functions.ts';
import { tagCatalogue } from '../catalogue/tags.ts';
import { testCatalogue } from '../catalogue/tests.ts';

/** What the editor shows when the pointer rests on a name. */
export interface Description {
  /** `abbreviate(length): text`; `?` stands behind what may be left out. */
  readonly signature: string;
  readonly description: string;
}

export const filterNames: readonly string[] = [...filterCatalogue.keys()];
export const functionNames: readonly string[] = [
  ...functionCatalogue.keys(),
  ...contextFunctionCatalogue.keys(),
].sort();
export const testNames: readonly string[] = [...testCatalogue.keys()];
export const tagNames: readonly string[] = [...tagCatalogue.keys()];

/** Signature and meaning of a name; undefined when there is none of that kind. */
export function describe(name: string, kind: 'filter' | 'function' | 'test' | 'tag'): Description | undefined {
  const callable = callableOf(name, kind);
  if (callable === undefined) return undefined;
  const signature = kind === 'tag' ? callable.returns : `${signatureOf(callable)}: ${callable.returns}`;
  return { signature, description: callable.description };
}

export function callableOf(name: string, kind: 'filter' | 'function' | 'test' | 'tag'): Callable | undefined {
  switch (kind) {
    case 'filter':
      return filterCatalogue.get(name);
    case 'test':
      return testCatalogue.get(name);
    case 'tag':
      return tagCatalogue.get(name);
    case 'function':
      return functionCatalogue.get(name) ?? contextFunctionCatalogue.get(name);
  }
}
