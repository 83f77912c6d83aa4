import { routes } from '@windhover/contract';
import { IllegalArgument, type Flow } from '@windhover/model';
import {
  flowDependencies,
  flowGraph,
  flowOfExecution,
  getExecution,
  getFlow,
  namespaceDependencies,
  parseInScope,
  toFlow,
} from '@windhover/services';
import { route } from '../handler.ts';

const { graphs } = routes;

/** What cannot be read cannot be drawn. */
function drawn(flow: Flow | undefined, why: string | undefined) {
  if (flow === undefined) throw new IllegalArgument({ reason: `the flow cannot be drawn: ${why ?? 'it is invalid'}` });
  return flowGraph(flow);
}

export const graphHandlers = [
  route(graphs.ofSource, async ({ deps, scope, body }) => {
    const { flow, problems } = await parseInScope(deps, scope, body);
    return drawn(flow, problems.find(({ severity }) => severity === 'error')?.message);
  }),
  route(graphs.ofFlow, async ({ deps, scope, caller, params, query }) => {
    const { flow, exception } = toFlow(deps, scope.key, await getFlow(scope, caller, params, query));
    return drawn(flow, exception);
  }),
  route(graphs.ofExecution, async ({ deps, scope, caller, params }) => {
    const execution = await getExecution(scope, caller, params.executionId, 'EXECUTION:VIEW');
    return flowGraph(await flowOfExecution(deps, scope, execution));
  }),
  route(graphs.dependencies, ({ deps, scope, caller, params, query }) =>
    flowDependencies(deps, scope, caller, params, query),
  ),
  route(graphs.dependenciesOfNamespace, ({ deps, scope, caller, params, query }) =>
    namespaceDependencies(deps, scope, caller, params.namespace, query),
  ),
  route(graphs.dependenciesOfTenant, ({ deps, scope, caller, query }) =>
    namespaceDependencies(deps, scope, caller, undefined, query),
  ),
];
