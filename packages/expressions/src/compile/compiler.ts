import type { Expression, Statement } from '../syntax/ast.ts';
import type { Block, Evaluate, Macro, Run } from './program.ts';

/** What compiling one template knows and collects. */
export interface Compiler {
  readonly source: string;
  readonly roots: Map<string, number>;
  readonly macros: Map<string, Macro>;
  readonly blocks: Map<string, Block>;
  /** Whether a part may have to be waited for, remembered. */
  readonly waits: Map<Expression | Statement, boolean>;
  /** Whether any macro or block may have to be waited for: calls of them are not followed. */
  bodiesWait: boolean;
  /*
   * How the parts of a part are compiled: handed over, because expressions and statements hold each other.
   */
  readonly expression: (c: Compiler, node: Expression) => Evaluate;
  readonly soft: (c: Compiler, node: Expression) => Evaluate;
  readonly body: (c: Compiler, statements: readonly Statement[]) => Run;
}

export function rootIndex(c: Compiler, name: string): number {
  let index = c.roots.get(name);
  if (index === undefined) {
    index = c.roots.size;
    c.roots.set(name, index);
  }
  return index;
}
