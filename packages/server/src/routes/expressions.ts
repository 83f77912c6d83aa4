import { routes } from '@windhover/contract';
import { renderExpressions } from '@windhover/services';
import { route } from '../handler.ts';

export const expressionHandlers = [
  route(routes.expressions.render, async ({ deps, tenant, scope, caller, body }) => {
    const { executionId, namespace, flowId, flow } = body;
    return {
      rendered: await renderExpressions(deps, tenant, scope, caller, {
        expressions: body.expressions,
        executionId: executionId ?? undefined,
        namespace: namespace ?? undefined,
        flowId: flowId ?? undefined,
        flow: flow ?? undefined,
      }),
    };
  }),
];
