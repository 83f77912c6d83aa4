import { routes } from '@windhover/contract';
import { IllegalArgument, readSource } from '@windhover/model';
import {
  changeFlows,
  confirmConcurrencyUse,
  createFlow,
  flowExpressions,
  deleteFlow,
  deleteFlowRevisions,
  getFlow,
  getTaskSource,
  listConcurrencyUse,
  listFlowsWithDeprecatedTasks,
  listFlowNamespaces,
  listFlowRevisions,
  listFlows,
  searchFlows,
  searchSource,
  toFlow,
  toFlowJson,
  updateFlow,
  updateFlows,
  validateFlows,
  validatePart,
  type ConcurrencyUse,
  type FlowPart,
  type FlowRevision,
  type FlowValidation,
} from '@windhover/services';
import { route, type TenantCall } from '../handler.ts';
import { pageOf } from './page-of.ts';
import { sourceOfBody } from './source-of-body.ts';

const { flows } = routes;

type FlowCall = Pick<TenantCall<typeof flows.list>, 'deps' | 'scope'>;

function flowJson(
  { deps, scope }: FlowCall,
  revision: FlowRevision,
  options: { readonly source?: boolean | undefined } = {},
) {
  const { exception } = revision.draft || revision.deleted ? {} : toFlow(deps, scope.key, revision);
  return toFlowJson(revision, { exception, ...options });
}

/** The part alone, as JSON or as the YAML that an editor shows. */
async function validateText(deps: FlowCall['deps'], part: FlowPart, text: string): Promise<FlowValidation> {
  const { data, problems } = readSource(text);
  if (data === undefined)
    throw new IllegalArgument({ reason: problems[0]?.message ?? 'the body cannot be read' }, { problems });
  return validatePart(deps, part, data);
}

export const flowHandlers = [
  route(flows.create, async (call) => {
    const { deps, scope, caller, request, query, body } = call;
    return flowJson(call, await createFlow(deps, scope, caller, sourceOfBody(request, body), query), { source: true });
  }),
  route(flows.bulkUpdate, async (call) => {
    const { deps, scope, caller, request, query, body } = call;
    const saved = await updateFlows(deps, scope, caller, sourceOfBody(request, body), query);
    return saved.map((revision) => flowJson(call, revision));
  }),
  route(flows.deleteByIds, async ({ deps, scope, caller, body }) => ({
    count: await changeFlows(deps, scope, caller, 'delete', { names: body }),
  })),
  route(flows.deleteByQuery, async ({ deps, scope, caller, query }) => ({
    count: await changeFlows(deps, scope, caller, 'delete', query),
  })),
  route(flows.disableByIds, async ({ deps, scope, caller, body }) => ({
    count: await changeFlows(deps, scope, caller, 'disable', { names: body }),
  })),
  route(flows.disableByQuery, async ({ deps, scope, caller, query }) => ({
    count: await changeFlows(deps, scope, caller, 'disable', query),
  })),
  route(flows.enableByIds, async ({ deps, scope, caller, body }) => ({
    count: await changeFlows(deps, scope, caller, 'enable', { names: body }),
  })),
  route(flows.enableByQuery, async ({ deps, scope, caller, query }) => ({
    count: await changeFlows(deps, scope, caller, 'enable', query),
  })),
  route(flows.concurrency, async ({ deps, scope, caller, tenant, query }) => {
    const uses = await listConcurrencyUse(deps, scope, caller);
    const texts = { q: ({ id }: ConcurrencyUse) => id, flowId: ({ id }: ConcurrencyUse) => id };
    return pageOf(uses, query, { ...texts, namespace: ({ namespace }) => namespace }, (use) =>
      toConcurrencyJson(tenant.id, use),
    );
  }),
  route(flows.confirmConcurrency, async ({ deps, scope, caller, tenant, params, body }) => {
    const name = { namespace: params.namespace, id: params.flowId };
    return toConcurrencyJson(tenant.id, await confirmConcurrencyUse(deps, scope, caller, name, body?.running));
  }),
  route(flows.deprecated, async ({ deps, scope, caller, query }) => {
    const found = await listFlowsWithDeprecatedTasks(deps.catalog, scope, caller, query.namespace);
    return found.map(({ flow: { namespace, id, revision }, tasks }) => ({
      namespace,
      flowId: id,
      revision,
      deprecatedTasks: [...tasks],
    }));
  }),
  route(flows.distinctNamespaces, async ({ scope, caller, query }) => [
    ...(await listFlowNamespaces(scope, caller, query.q)),
  ]),
  route(flows.search, async (call) => {
    const { results, total } = await searchFlows(call.scope, call.caller, call.query.filters, call.query.page);
    return { results: results.map((revision) => flowJson(call, revision)), total };
  }),
  route(flows.searchSource, async (call) => {
    const { q = '', namespace, page } = call.query;
    const { results, total } = await searchSource(call.scope, call.caller, q, page, namespace);
    return {
      results: results.map((hit) => ({ model: flowJson(call, hit.flow), fragments: [...hit.fragments] })),
      total,
    };
  }),
  route(flows.validate, ({ deps, scope, caller, request, body }) =>
    validateFlows(deps, scope, caller, sourceOfBody(request, body)),
  ),
  route(flows.expressions, async ({ deps, scope, caller, query, body }) => ({
    categories: await flowExpressions(deps, scope, caller, body, query.taskId),
  })),
  route(flows.validateTask, ({ deps, query, body }) => validateText(deps, query.section, body)),
  route(flows.validateTrigger, ({ deps, body }) => validateText(deps, 'TRIGGERS', body)),
  route(flows.list, async (call) => {
    const all = await listFlows(call.scope, call.caller, call.params.namespace);
    return all.map((revision) => flowJson(call, revision));
  }),
  route(flows.updateNamespace, async (call) => {
    const { deps, scope, caller, request, params, query, body } = call;
    const options = { ...query, namespace: params.namespace };
    const saved = await updateFlows(deps, scope, caller, sourceOfBody(request, body), options);
    return saved.map((revision) => flowJson(call, revision));
  }),
  route(flows.get, async (call) =>
    flowJson(call, await getFlow(call.scope, call.caller, call.params, call.query), { source: call.query.source }),
  ),
  route(flows.update, async (call) => {
    const { deps, scope, caller, request, params, query, body } = call;
    const saved = await updateFlow(deps, scope, caller, params, sourceOfBody(request, body), query);
    return flowJson(call, saved, { source: true });
  }),
  route(flows.delete, async ({ deps, scope, caller, params }) => {
    await deleteFlow(deps, scope, caller, params);
  }),
  route(flows.revisions, async (call) => {
    const revisions = await listFlowRevisions(call.scope, call.caller, call.params, {
      allowDeleted: call.query.allowDelete,
    });
    return revisions.map((revision) => flowJson(call, revision, { source: true }));
  }),
  route(flows.deleteRevisions, async ({ deps, scope, caller, params, query }) => {
    await deleteFlowRevisions(deps, scope, caller, params, [query.revisions].flat());
  }),
  route(flows.task, async ({ scope, caller, params, query }) =>
    getTaskSource(await getFlow(scope, caller, params, query), params.taskId),
  ),
];

function toConcurrencyJson(tenantId: string | undefined, { id, ...use }: ConcurrencyUse) {
  return { ...(tenantId === undefined ? {} : { tenantId }), ...use, flowId: id };
}
