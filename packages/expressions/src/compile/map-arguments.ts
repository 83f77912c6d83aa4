import type { Callable } from '../catalogue/callable.ts';
import { problemOf } from '../syntax/argument-problem.ts';
import type { Arguments, Expression } from '../syntax/ast.ts';

/** How the arguments of a call reach the parameters of what is called. */
export interface ArgumentMapping {
  readonly nodes: readonly Expression[];
  /** The values of the nodes in the order of the parameters, undefined where none is given. */
  readonly arrange: (values: readonly unknown[]) => readonly unknown[];
  /** What is wrong with the call. */
  readonly problem?: string;
}

const asGiven = (values: readonly unknown[]) => values;

/** Decided once, when the template is compiled. */
export function mapArguments(args: Arguments, { parameters }: Callable): ArgumentMapping {
  const nodes = [...args.positional, ...args.named.map((argument) => argument.value)];
  if (parameters === 'any' || parameters === 'none') return { nodes, arrange: asGiven };
  const problem = problemOf(
    args,
    parameters.map((parameter) => parameter.name),
  );
  if (problem !== undefined) return { nodes, arrange: asGiven, problem };
  if (args.named.length === 0) return { nodes, arrange: asGiven };
  const places = [
    ...args.positional.map((_, index) => index),
    ...args.named.map(({ name }) => parameters.findIndex((parameter) => parameter.name === name)),
  ];
  const arrange = (values: readonly unknown[]) => {
    const arranged = Array.from<unknown>({ length: parameters.length });
    for (const [index, place] of places.entries()) arranged[place] = values[index];
    return arranged;
  };
  return { nodes, arrange };
}
