import type { Expression } from '../syntax/ast.ts';
import type { Rendering } from './rendering.ts';

/** An expression whose parts are all evaluated, from left to right, before it is applied to their values. */
export interface Combination {
  readonly children: readonly { readonly node: Expression; readonly isSoft?: boolean }[];
  readonly apply: (s: Rendering, values: readonly unknown[]) => unknown;
  /** Checked before the parts are evaluated. */
  readonly before?: (s: Rendering) => void;
  /** The error to throw instead; applies to errors of the parts too. */
  readonly onError: (error: unknown) => unknown;
}

export function plain(nodes: readonly Expression[]): { readonly node: Expression }[] {
  return nodes.map((node) => ({ node }));
}
