/** What expressions know, for clients that complete them. */
import { describe, filterNames, functionNames } from '@windhover/expressions';

export interface ExpressionFunction {
  readonly name: string;
  readonly arguments: readonly { readonly name: string }[];
}

export const expressionFilters: readonly string[] = filterNames.toSorted();

/** Arguments as the signature names them: `read(path, version?)`. */
export const expressionFunctions: readonly ExpressionFunction[] = functionNames.map((name) => {
  const parameters = /\((.*)\)/s.exec(describe(name, 'function')?.signature ?? '')?.[1] ?? '';
  const names = parameters.split(',').map((parameter) => parameter.trim().replace(/^\.+/, '').replace(/\W.*$/s, ''));
  return { name, arguments: names.filter((argument) => argument !== '').map((argument) => ({ name: argument })) };
});
