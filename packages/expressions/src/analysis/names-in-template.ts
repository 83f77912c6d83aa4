import type { Statement } from '../syntax/ast.ts';

export interface NamesInTemplate {
  readonly variables: readonly string[];
  readonly macros: readonly string[];
}

/** Variables that the template itself makes and that are seen at the offset, and its macros. */
export function namesInTemplate(statements: readonly Statement[], offset: number): NamesInTemplate {
  const variables = new Set<string>();
  const macros = new Set<string>();
  const visit = (list: readonly Statement[]): void => {
    for (const node of list) {
      const isAround = node.start <= offset && offset <= node.end;
      if (node.type === 'set' && node.end <= offset) variables.add(node.name);
      if (node.type === 'macro') {
        macros.add(node.name);
        if (isAround) for (const { name } of node.parameters) variables.add(name);
      }
      if (node.type === 'for' && isAround) variables.add(node.name).add('loop');
      for (const body of bodiesOf(node)) visit(body);
    }
  };
  visit(statements);
  return { variables: [...variables], macros: [...macros] };
}

function bodiesOf(node: Statement): readonly (readonly Statement[])[] {
  switch (node.type) {
    case 'if':
      return [...node.branches.map(({ body }) => body), node.otherwise ?? []];
    case 'for':
      return [node.body, node.otherwise ?? []];
    case 'macro':
    case 'block':
    case 'filterTag':
      return [node.body];
    default:
      return [];
  }
}
