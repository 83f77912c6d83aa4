import type { Arguments, Expression, Statement } from './ast.ts';

/** The direct children of a part of the tree. */
export function partsOf(node: Expression | Statement): readonly (Expression | Statement)[] {
  switch (node.type) {
    case 'literal':
    case 'name':
    case 'broken':
    case 'text':
    case 'raw':
      return [];
    case 'interpolated':
      return node.parts;
    case 'list':
      return node.items;
    case 'map':
      return node.entries.flat();
    case 'member':
      return [node.object];
    case 'index':
      return [node.object, node.key];
    case 'method':
      return [node.object, ...node.args];
    case 'call':
      return argumentsOf(node.args);
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'filter':
      return [node.input, ...argumentsOf(node.args)];
    case 'test':
      return [node.value, ...argumentsOf(node.args)];
    case 'ternary':
      return [node.condition, node.whenTrue, node.whenFalse];
    case 'print':
      return [node.expression];
    case 'if':
      return [...node.branches.flatMap(({ condition, body }) => [condition, ...body]), ...(node.otherwise ?? [])];
    case 'for':
      return [node.iterated, ...node.body, ...(node.otherwise ?? [])];
    case 'set':
      return [node.value];
    case 'macro':
      return [...node.parameters.flatMap(({ fallback }) => fallback ?? []), ...node.body];
    case 'block':
      return node.body;
    case 'filterTag':
      return [...node.steps.flatMap(({ args }) => argumentsOf(args)), ...node.body];
  }
}

function argumentsOf({ positional, named }: Arguments): Expression[] {
  return [...positional, ...named.map((argument) => argument.value)];
}
