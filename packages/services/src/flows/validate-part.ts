import { errorsText, parseFlow, type Json, type Problem } from '@windhover/model';
import { parsingRules, type ParsingDeps } from './parsing-rules.ts';
import type { FlowValidation } from './validate-flows.ts';

export type FlowPart = 'TASKS' | 'TRIGGERS';

/** Validates one task or trigger on its own, without the names that a flow around it would define. */
export async function validatePart(deps: ParsingDeps, part: FlowPart, value: Json): Promise<FlowValidation> {
  const placeholder = { id: 'placeholder', type: 'io.kestra.plugin.core.debug.Return' };
  const list = part === 'TASKS' ? 'tasks' : 'triggers';
  const flow = { id: 'part', namespace: 'part', ...(part === 'TRIGGERS' && { tasks: [placeholder] }), [list]: [value] };
  const source = JSON.stringify(flow);
  const { problems } = parseFlow(source, deps.catalog, await parsingRules(deps, source));
  const own = problems
    .filter(({ path, code }) => path.startsWith(`${list}[0]`) && code !== 'UNKNOWN_NAME')
    .map(withoutFlow);
  return {
    index: 0,
    constraints: errorsText(own),
    outdated: false,
    deprecationPaths: own.filter(({ code }) => code === 'DEPRECATED').map(({ path }) => path),
    warnings: own
      .filter(({ severity, code }) => severity === 'warning' && code !== 'DEPRECATED')
      .map(({ message }) => message),
    infos: own.filter(({ severity }) => severity === 'info').map(({ message }) => message),
    problems: own,
  };
}

/** Paths count from the part itself; its place in a made-up flow means nothing. */
function withoutFlow(problem: Problem): Problem {
  const path = problem.path.replace(/^\w+\[0\]\.?/, '');
  return { ...problem, path, line: 1, column: 1, endLine: 1, endColumn: 1 };
}
