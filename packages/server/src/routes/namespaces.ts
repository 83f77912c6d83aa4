import { routes } from '@windhover/contract';
import type { JsonObject, Namespace, QueryFilter } from '@windhover/model';
import {
  createNamespace,
  deleteNamespace,
  demand,
  demandOn,
  getNamespace,
  inheritedVariables,
  listNamespaces,
  outerDefaults,
  shownNamespace,
  updateNamespace,
  visibleNamespaces,
  type NamespaceInput,
} from '@windhover/services';
import type { z } from 'zod';
import { route } from '../handler.ts';
import { pageOf } from './page-of.ts';

const { namespaces } = routes;
const thing = 'namespace';

type Body = z.output<NonNullable<(typeof namespaces.create)['body']>['schema']>;

export const namespaceHandlers = [
  route(namespaces.create, async ({ deps, scope, caller, body }) => {
    demand(caller, 'NAMESPACE:CREATE', body.id);
    return toJson(await shownNamespace(deps, scope, caller, await createNamespace(deps, scope, caller, toInput(body))));
  }),
  route(namespaces.autocomplete, async ({ scope, caller, body }) => {
    const found = await listNamespaces(scope, visibleNamespaces(caller, 'NAMESPACE:LIST'), {
      existingOnly: body.existingOnly ?? false,
    });
    const wanted = (body.q ?? '').toLowerCase();
    return found
      .map(({ id }) => id)
      .filter((id) => body.ids?.includes(id) === true || id.toLowerCase().includes(wanted));
  }),
  route(namespaces.search, async ({ deps, scope, caller, query }) => {
    const found = await listNamespaces(scope, visibleNamespaces(caller, 'NAMESPACE:LIST'), {
      existingOnly: query.existing === 'true' || query.filters.some(asksForExisting),
    });
    const filters = query.filters.filter(({ field }) => field !== 'existingOnly');
    const { results, total } = pageOf(
      found,
      { ...query, filters },
      { q: ({ id }) => id, namespace: ({ id }) => id },
      (one) => one,
    );
    const shown = await Promise.all(results.map((one) => shownNamespace(deps, scope, caller, one)));
    return { results: shown.map(toJson), total };
  }),
  route(namespaces.get, async ({ deps, scope, caller, params }) => {
    demandOn(caller, 'NAMESPACE:VIEW', params.id, thing);
    return toJson(await shownNamespace(deps, scope, caller, await getNamespace(scope, params.id)));
  }),
  route(namespaces.update, async ({ deps, scope, caller, params, body }) => {
    demandOn(caller, 'NAMESPACE:UPDATE', params.id, thing);
    const updated = await updateNamespace(deps, scope, caller, { ...toInput(body), id: params.id });
    return toJson(await shownNamespace(deps, scope, caller, updated));
  }),
  route(namespaces.delete, async ({ deps, scope, caller, params }) => {
    demandOn(caller, 'NAMESPACE:DELETE', params.id, thing);
    await deleteNamespace(deps, scope, caller, params.id);
  }),
  route(namespaces.inheritedVariables, async ({ scope, caller, params }) => {
    demandOn(caller, 'NAMESPACE:VIEW', params.id, thing);
    return inheritedVariables(scope, params.id);
  }),
  route(namespaces.inheritedPluginDefaults, async ({ deps, scope, caller, params }) => {
    demandOn(caller, 'NAMESPACE:VIEW', params.id, thing);
    const { levels } = await outerDefaults(scope, params.id);
    return [...levels.flat(), ...deps.catalog.defaults].map(({ type, forced = false, values }) => ({
      type,
      forced,
      values,
    }));
  }),
];

function asksForExisting({ field, operation, value }: QueryFilter): boolean {
  return field === 'existingOnly' && value === (operation === 'NOT_EQUALS' ? 'false' : 'true');
}

function toInput(body: Body): NamespaceInput {
  const { id, deleted: _, description, variables, pluginDefaults, allowedNamespaces, ...settings } = body;
  return {
    id,
    settings: settings as JsonObject,
    ...(description !== undefined && { description }),
    ...(variables !== undefined && { variables: variables as JsonObject }),
    ...(pluginDefaults !== undefined && { pluginDefaults: pluginDefaults as Namespace['pluginDefaults'] & object }),
    ...(allowedNamespaces !== undefined && { allowedNamespaces: allowedNamespaces.map((item) => item.namespace) }),
  };
}

function toJson({ id, description, variables, pluginDefaults, allowedNamespaces, settings }: Namespace) {
  return {
    id,
    deleted: false,
    description,
    variables,
    pluginDefaults,
    allowedNamespaces: allowedNamespaces?.map((namespace) => ({ namespace })),
    ...settings,
  } as never;
}
