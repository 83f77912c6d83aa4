import { routes, type AnyRoute } from '@windhover/contract';
import { hasTemplates, NotFound } from '@windhover/model';
import {
  createTemplate,
  deleteTemplate,
  deleteTemplates,
  exportTemplates,
  getTemplate,
  listTemplateNamespaces,
  searchTemplates,
  toTemplateJson,
  updateTemplate,
  updateTemplates,
  validateTemplates,
} from '@windhover/services';
import { route, type Handler, type HandlerReply, type TenantCall } from '../handler.ts';
import { sourceOfBody } from './source-of-body.ts';

const { templates } = routes;

/** Nothing is found where templates are not enabled. */
function templateRoute<R extends AnyRoute>(contract: R, handle: (call: TenantCall<R>) => HandlerReply<R>): Handler {
  return route(contract, (call) => {
    const { deps } = call as TenantCall<typeof templates.distinctNamespaces>;
    if (!hasTemplates(deps.catalog)) throw new NotFound({ thing: "templates: 'kestra.templates.enabled' is not set" });
    return handle(call);
  });
}

const archive = (content: AsyncIterable<Uint8Array>) => ({
  content,
  filename: 'templates.zip',
  contentType: 'application/octet-stream',
});

export const templateHandlers = [
  templateRoute(templates.create, async ({ deps, scope, caller, request, body }) =>
    toTemplateJson(await createTemplate(deps, scope, caller, sourceOfBody(request, body))),
  ),
  templateRoute(templates.deleteByIds, async ({ deps, scope, caller, body }) => ({
    count: await deleteTemplates(deps, scope, caller, { names: body }),
  })),
  templateRoute(templates.deleteByQuery, async ({ deps, scope, caller, query }) => ({
    count: await deleteTemplates(deps, scope, caller, query),
  })),
  templateRoute(templates.exportByIds, async ({ scope, caller, body }) =>
    archive(await exportTemplates(scope, caller, { names: body })),
  ),
  templateRoute(templates.exportByQuery, async ({ scope, caller, query }) =>
    archive(await exportTemplates(scope, caller, query)),
  ),
  templateRoute(templates.distinctNamespaces, async ({ scope, caller }) => [
    ...(await listTemplateNamespaces(scope, caller)),
  ]),
  templateRoute(templates.search, async ({ scope, caller, query }) => {
    const { results, total } = await searchTemplates(scope, caller, query.filters, query.page);
    return { results: results.map((template) => toTemplateJson(template)), total };
  }),
  templateRoute(templates.validate, ({ deps, request, body }) => validateTemplates(deps, sourceOfBody(request, body))),
  templateRoute(templates.updateNamespace, async ({ deps, scope, caller, request, params, query, body }) => {
    const options = { ...query, namespace: params.namespace };
    const saved = await updateTemplates(deps, scope, caller, sourceOfBody(request, body), options);
    return saved.map((template) => toTemplateJson(template));
  }),
  templateRoute(templates.get, async ({ scope, caller, params, query }) =>
    toTemplateJson(await getTemplate(scope, caller, params), query),
  ),
  templateRoute(templates.update, async ({ deps, scope, caller, request, params, body }) =>
    toTemplateJson(await updateTemplate(deps, scope, caller, params, sourceOfBody(request, body))),
  ),
  templateRoute(templates.delete, ({ deps, scope, caller, params }) => deleteTemplate(deps, scope, caller, params)),
];
