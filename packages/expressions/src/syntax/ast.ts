/** Offsets are UTF-16 units of the source; `depth` bounds the recursion of everything that walks the tree. */
export interface NodeBase {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

export type Literal = NodeBase & {
  readonly type: 'literal';
  /** Text, boolean, null; integers as bigint (Long), decimals as number (Double). */
  readonly value: string | bigint | number | boolean | null;
};
export type Interpolated = NodeBase & { readonly type: 'interpolated'; readonly parts: readonly Expression[] };
export type ListLiteral = NodeBase & { readonly type: 'list'; readonly items: readonly Expression[] };
export type MapLiteral = NodeBase & {
  readonly type: 'map';
  readonly entries: readonly (readonly [Expression, Expression])[];
};
export type Name = NodeBase & { readonly type: 'name'; readonly name: string };
export type Member = NodeBase & { readonly type: 'member'; readonly object: Expression; readonly name: string };
export type Index = NodeBase & { readonly type: 'index'; readonly object: Expression; readonly key: Expression };
export type MethodCall = NodeBase & {
  readonly type: 'method';
  readonly object: Expression;
  readonly name: string;
  readonly args: readonly Expression[];
};
export type FunctionCall = NodeBase & {
  readonly type: 'call';
  readonly name: string;
  readonly nameEnd: number;
  readonly args: Arguments;
};
export type Unary = NodeBase & {
  readonly type: 'unary';
  readonly operator: 'not' | '-' | '+';
  readonly operand: Expression;
};
export type Binary = NodeBase & {
  readonly type: 'binary';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
};
export type FilterCall = NodeBase & {
  readonly type: 'filter';
  readonly input: Expression;
  readonly name: string;
  readonly nameStart: number;
  readonly args: Arguments;
};
export type TestCall = NodeBase & {
  readonly type: 'test';
  readonly value: Expression;
  readonly negated: boolean;
  readonly name: string;
  readonly nameStart: number;
  readonly args: Arguments;
};
export type Ternary = NodeBase & {
  readonly type: 'ternary';
  readonly condition: Expression;
  readonly whenTrue: Expression;
  readonly whenFalse: Expression;
};
/** Stands where tolerant parsing found no expression. */
export type Broken = NodeBase & { readonly type: 'broken' };

export type Expression =
  | Literal
  | Interpolated
  | ListLiteral
  | MapLiteral
  | Name
  | Member
  | Index
  | MethodCall
  | FunctionCall
  | Unary
  | Binary
  | FilterCall
  | TestCall
  | Ternary
  | Broken;

export interface NamedArgument {
  readonly name: string;
  readonly value: Expression;
}
export interface Arguments {
  readonly positional: readonly Expression[];
  readonly named: readonly NamedArgument[];
}
/** What the body of a `filter` tag goes through, in order. */
export interface FilterStep {
  readonly name: string;
  readonly nameStart: number;
  readonly args: Arguments;
}
export interface MacroParameter {
  readonly name: string;
  readonly fallback: Expression | undefined;
}

export type Statement = NodeBase &
  (
    | { readonly type: 'text'; readonly text: string }
    | { readonly type: 'raw'; readonly text: string }
    | { readonly type: 'print'; readonly expression: Expression }
    | {
        readonly type: 'if';
        readonly branches: readonly { readonly condition: Expression; readonly body: readonly Statement[] }[];
        readonly otherwise: readonly Statement[] | undefined;
      }
    | {
        readonly type: 'for';
        readonly name: string;
        readonly iterated: Expression;
        readonly body: readonly Statement[];
        readonly otherwise: readonly Statement[] | undefined;
      }
    | { readonly type: 'set'; readonly name: string; readonly value: Expression }
    | {
        readonly type: 'macro';
        readonly name: string;
        readonly parameters: readonly MacroParameter[];
        readonly body: readonly Statement[];
      }
    | { readonly type: 'block'; readonly name: string; readonly body: readonly Statement[] }
    | { readonly type: 'filterTag'; readonly steps: readonly FilterStep[]; readonly body: readonly Statement[] }
  );

export type StatementOf<T extends Statement['type']> = Extract<Statement, { readonly type: T }>;
