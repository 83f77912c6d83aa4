import { routes } from '@windhover/contract';
import {
  deleteReusableInputs,
  flowsWithReusableInputs,
  getReusableInputs,
  listReusableInputs,
  listReusableInputsNamespaces,
  listReusableInputsRevisions,
  saveReusableInputs,
  toReusableInputsJson,
  validateReusableInputs,
} from '@windhover/services';
import { route } from '../handler.ts';
import { pageOf } from './page-of.ts';
import { sourceOfBody } from './source-of-body.ts';

const { reusableInputs } = routes;

export const reusableInputsHandlers = [
  route(reusableInputs.namespaces, async ({ scope, caller }) => [
    ...(await listReusableInputsNamespaces(scope, caller)),
  ]),
  route(reusableInputs.validate, ({ request, body }) => validateReusableInputs(sourceOfBody(request, body))),
  route(reusableInputs.list, async ({ scope, caller, params, query }) => {
    const blocks = (await listReusableInputs(scope, caller, params.namespace)).map(toReusableInputsJson);
    return pageOf(blocks, query, { q: ({ id, description = '' }) => `${id} ${description}` }, (block) => block);
  }),
  route(reusableInputs.get, async ({ scope, caller, params, query }) =>
    toReusableInputsJson(await getReusableInputs(scope, caller, params, query.revision)),
  ),
  route(reusableInputs.save, async ({ deps, scope, caller, params, query, request, body }) => {
    const block = { ...params, ...query, source: sourceOfBody(request, body) };
    return toReusableInputsJson(await saveReusableInputs(deps, scope, caller, block));
  }),
  route(reusableInputs.delete, ({ deps, scope, caller, params }) => deleteReusableInputs(deps, scope, caller, params)),
  route(reusableInputs.revisions, async ({ scope, caller, params }) =>
    (await listReusableInputsRevisions(scope, caller, params)).map(toReusableInputsJson),
  ),
  route(reusableInputs.flows, ({ deps, scope, caller, params }) =>
    flowsWithReusableInputs(deps, scope, caller, params),
  ),
];
