import type { Statement, StatementOf } from '../syntax/ast.ts';
import { isTrue } from '../values/truth.ts';
import { capture } from './call-macro.ts';
import { iterated, sizeOfBody, startRound } from './compile-for.ts';
import { compileBody, setVariable } from './compile-statement.ts';
import type { Compiler } from './compiler.ts';
import { located } from './failures.ts';
import { filterSteps } from './filter-steps.ts';
import { wrongCondition } from './if-condition.ts';
import { writeValue } from './output.ts';
import type { RunWaiting } from './program.ts';
import { isPromise } from './promises.ts';
import { newScope } from './scope.ts';
import { compileWaiting } from './waiting-expression.ts';
import { waits } from './waits.ts';

/** Like compileBody, where something in it may have to be waited for; everything stays in the order of the template. */
export function compileWaitingBody(c: Compiler, statements: readonly Statement[]): RunWaiting {
  const runs = statements.map((statement) =>
    waits(c, statement) || statement.type === 'block'
      ? compileWaitingStatement(c, statement)
      : compileBody(c, [statement]),
  );
  return async (s) => {
    for (const run of runs) {
      const running: void | Promise<void> = run(s);
      if (isPromise(running)) await running;
    }
  };
}

function compileWaitingStatement(c: Compiler, node: Statement): RunWaiting {
  switch (node.type) {
    case 'print': {
      const evaluate = compileWaiting(c, node.expression);
      return async (s) => {
        const value = await evaluate(s);
        try {
          writeValue(s, value);
        } catch (error) {
          throw located(c.source, node.start, error);
        }
      };
    }
    case 'if':
      return waitingIf(c, node);
    case 'for':
      return waitingFor(c, node);
    case 'set': {
      const evaluate = compileWaiting(c, node.value);
      return async (s) => setVariable(c, s, node, await evaluate(s));
    }
    case 'block':
      return (s) => c.blocks.get(node.name)?.runWaiting(s);
    case 'filterTag': {
      const run = compileWaitingBody(c, node.body);
      const apply = filterSteps(c, node);
      return async (s) => writeValue(s, apply(s, await capture(s, run, s.scope)));
    }
    default:
      return compileBody(c, [node]);
  }
}

function waitingIf(c: Compiler, node: StatementOf<'if'>): RunWaiting {
  const branches = node.branches.map(({ condition, body }) => ({
    evaluate: compileWaiting(c, condition),
    run: compileWaitingBody(c, body),
    offset: condition.start,
  }));
  const otherwise = node.otherwise === undefined ? undefined : compileWaitingBody(c, node.otherwise);
  return async (s) => {
    for (const { evaluate, run, offset } of branches) {
      let holds: boolean;
      try {
        holds = isTrue(await evaluate(s));
      } catch (error) {
        throw wrongCondition(c, offset, error);
      }
      if (holds) return run(s);
    }
    await otherwise?.(s);
  };
}

function waitingFor(c: Compiler, node: StatementOf<'for'>): RunWaiting {
  const evaluate = compileWaiting(c, node.iterated);
  const run = compileWaitingBody(c, node.body);
  const otherwise = node.otherwise === undefined ? undefined : compileWaitingBody(c, node.otherwise);
  const size = sizeOfBody(node.body);
  return async (s) => {
    const items = iterated(c, node, await evaluate(s));
    if (items === undefined) return;
    if (items.length === 0) return otherwise?.(s);
    const before = s.scope;
    const scope = newScope('loop', before);
    s.scope = scope;
    try {
      for (let index = 0; index < items.length; index++) {
        startRound(c, s, node, scope, items, index, size);
        await run(s);
      }
    } finally {
      s.scope = before;
    }
  };
}
