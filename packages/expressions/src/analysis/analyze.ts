import type { Reference } from '../template.ts';
export interface ExpressionProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
  readonly suggestion?: string;
}
export interface Call {
  readonly name: string;
  readonly kind: 'function' | 'filter' | 'test';
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
}
export interface Analysis {
  readonly problems: readonly ExpressionProblem[];
  readonly references: readonly Reference[];
  readonly calls: readonly Call[];
}
export function analyze(_source: string): Analysis {
  return { problems: [], references: [], calls: [] };
}
