import { referencesOf } from '../analysis/references.ts';
import { failure, located } from './failures.ts';
import type { Expression, Statement } from '../syntax/ast.ts';
import { parseTemplate } from '../syntax/parse-template.ts';
import { hasExpression } from '../text/has-expression.ts';
import type { Template } from '../template.ts';
import { compileExpression, compileSoft } from './compile-expression.ts';
import { sizeOfBody } from './compile-for.ts';
import { compileBody } from './compile-statement.ts';
import type { Compiler } from './compiler.ts';
import type { CompiledTemplate, RunWaiting } from './program.ts';
import { TemplateCache } from './template-cache.ts';
import { partsOf } from '../syntax/parts-of.ts';
import { waits } from './waits.ts';
import { compileWaitingBody } from './waiting-statement.ts';

const cache = new TemplateCache<CompiledTemplate>();

/**
 * The template as closures; made once and cached by its text (bounded). Throws an ExpressionError of kind `syntax`.
 * Unknown filters, functions and tests are no mistake here: they fail when they are reached.
 */
export function compileTemplate(source: string): Template {
  return compiled(source);
}

export function compiled(source: string): CompiledTemplate {
  const known = cache.get(source);
  if (known !== undefined) return known;
  let made: CompiledTemplate;
  try {
    made = compile(source);
  } catch (error) {
    throw located(source, 0, error);
  }
  cache.set(source, made);
  return made;
}

function compile(source: string): CompiledTemplate {
  const statements = parseTemplate(source);
  const nodes = allNodes(statements);
  const c: Compiler = {
    source,
    roots: new Map(),
    macros: new Map(),
    blocks: new Map(),
    waits: new Map(),
    bodiesWait: false,
    expression: compileExpression,
    soft: compileSoft,
    body: compileBody,
  };
  prepareBodies(c, nodes);
  const run = compileBody(c, statements);
  let runWaiting: RunWaiting | undefined;
  const { roots, references, functions } = referencesOf(source, statements);
  return {
    source,
    isLiteral: !hasExpression(source),
    isPrint: statements.length === 1 && statements[0]!.type === 'print',
    roots,
    references,
    functions,
    mayWait: c.bodiesWait || statements.some((statement) => waits(c, statement)),
    program: {
      source,
      // filled further when macros and blocks are compiled, which happens before any rendering
      rootNames: [...c.roots.keys()],
      noRootYet: [...c.roots.keys()].map(() => undefined),
      hasScopes: nodes.some((node) => node.type === 'set' || node.type === 'for' || node.type === 'macro'),
      run,
      runWaiting: () => (runWaiting ??= compileWaitingBody(c, statements)),
      compile: compiled,
      size: nodes.length,
    },
  };
}

/** Macros and blocks are known before any body is compiled, because they may be called before they are defined. */
function prepareBodies(c: Compiler, nodes: readonly (Expression | Statement)[]): void {
  const bodies = nodes.filter((node) => node.type === 'macro' || node.type === 'block');
  for (const node of bodies) {
    if (node.type === 'macro') {
      if (c.macros.has(node.name)) {
        const message = `More than one macro can not share the same name: ${node.name}`;
        throw failure(c.source, node.start, message, 'syntax');
      }
      const { parameters, body } = node;
      const size = sizeOfBody(body);
      c.macros.set(node.name, { parameters, fallbacks: [], body, run: unready, runWaiting: unready, size });
    } else {
      c.blocks.set(node.name, { run: unready, runWaiting: unready, size: sizeOfBody(node.body) });
    }
  }
  c.bodiesWait = bodies.some((node) => partsOf(node).some((part) => waits(c, part)));
  c.waits.clear();
  for (const node of bodies) {
    const body = node.type === 'macro' ? c.macros.get(node.name) : c.blocks.get(node.name);
    if (body === undefined) continue;
    body.run = compileBody(c, node.body);
    let waiting: RunWaiting | undefined;
    body.runWaiting = (s) => (waiting ??= compileWaitingBody(c, node.body))(s);
    if (node.type === 'macro') {
      Object.assign(body, {
        fallbacks: node.parameters.map(({ fallback }) => fallback && compileExpression(c, fallback)),
      });
    }
  }
}

function allNodes(statements: readonly Statement[]): (Expression | Statement)[] {
  const nodes: (Expression | Statement)[] = [];
  const waiting: (Expression | Statement)[] = statements.toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    nodes.push(node);
    for (const part of partsOf(node).toReversed()) waiting.push(part);
  }
  return nodes;
}

function unready(): void {
  throw new TypeError('a macro or block was run before it was compiled');
}
