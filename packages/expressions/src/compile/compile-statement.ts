import type { Statement, StatementOf } from '../syntax/ast.ts';
import { capture } from './call-macro.ts';
import { compileExpression } from './compile-expression.ts';
import { compileFor } from './compile-for.ts';
import { compileSegment, textAndPrints } from './compile-segment.ts';
import type { Compiler } from './compiler.ts';
import { failure, located } from './failures.ts';
import { filterSteps } from './filter-steps.ts';
import { wrongCondition } from './if-condition.ts';
import { writeRaw, writeText, writeValue } from './output.ts';
import type { Run } from './program.ts';
import type { Rendering } from './rendering.ts';
import { setInScopes } from './scope.ts';
import { absent } from './rendering.ts';
import { isTrue } from '../values/truth.ts';

/** Statements one after the other. Never waits. */
export function compileBody(c: Compiler, statements: readonly Statement[]): Run {
  const wanted = statements.filter((statement) => statement.type !== 'macro');
  const runs: Run[] = [];
  for (let at = 0; at < wanted.length;) {
    const segment = textAndPrints(wanted, at);
    if (segment.length > 1)
      runs.push(
        compileSegment(
          c,
          segment,
          segment.map((piece) => compileStatement(c, piece)),
        ),
      );
    else runs.push(compileStatement(c, wanted[at] as Statement));
    at += Math.max(segment.length, 1);
  }
  const [first, second] = runs;
  if (first === undefined) return () => undefined;
  if (second === undefined) return first;
  return (s) => {
    for (const run of runs) run(s);
  };
}

function compileStatement(c: Compiler, node: Statement): Run {
  switch (node.type) {
    case 'text':
      return (s) => writeText(s, node.text);
    case 'raw':
      return (s) => writeRaw(s, node.text);
    case 'print':
      return compilePrint(c, node);
    case 'if':
      return compileIf(c, node);
    case 'for':
      return compileFor(c, node);
    case 'set': {
      const evaluate = compileExpression(c, node.value);
      return (s) => setVariable(c, s, node, evaluate(s));
    }
    case 'block':
      return (s) => c.blocks.get(node.name)?.run(s);
    case 'filterTag': {
      const run = compileBody(c, node.body);
      const apply = filterSteps(c, node);
      return (s) => writeValue(s, apply(s, capture(s, run, s.scope) as string));
    }
    case 'macro':
      return () => undefined;
  }
}

function compilePrint(c: Compiler, node: StatementOf<'print'>): Run {
  const evaluate = compileExpression(c, node.expression);
  const { source } = c;
  const { start } = node;
  return (s) => {
    const value = evaluate(s);
    try {
      writeValue(s, value);
    } catch (error) {
      throw located(source, start, error);
    }
  };
}

function compileIf(c: Compiler, node: StatementOf<'if'>): Run {
  const branches = node.branches.map(({ condition, body }) => ({
    evaluate: compileExpression(c, condition),
    run: compileBody(c, body),
    offset: condition.start,
  }));
  const otherwise = node.otherwise === undefined ? undefined : compileBody(c, node.otherwise);
  return (s) => {
    for (const { evaluate, run, offset } of branches) {
      let holds: boolean;
      try {
        holds = isTrue(evaluate(s));
      } catch (error) {
        throw wrongCondition(c, offset, error);
      }
      if (holds) return run(s);
    }
    otherwise?.(s);
  };
}

export function setVariable(c: Compiler, s: Rendering, node: StatementOf<'set'>, value: unknown): void {
  if (s.scope === undefined) throw failure(c.source, node.start, 'There is no scope to set a variable in');
  setInScopes(s.scope, node.name, value, () => s.rootByName(node.name) !== absent);
}
