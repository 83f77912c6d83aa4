import { routes } from '@windhover/contract';
import type { Binding, QueryFilter } from '@windhover/model';
import {
  createBindings,
  deleteBinding,
  displayName,
  getBinding,
  type BindingInput,
  type Deps,
  type EnteredTenant,
} from '@windhover/services';
import { route } from '../handler.ts';

const { bindings } = routes;

interface Body {
  readonly type: 'USER' | 'GROUP';
  readonly externalId: string;
  readonly roleId: string;
  readonly namespaceId?: string | null | undefined;
  readonly namespace?: string | null | undefined;
}

function toInput({ type, externalId, roleId, namespaceId, namespace: asShown }: Body): BindingInput {
  const namespace = namespaceId || asShown;
  return { type, externalId, roleId, ...(namespace ? { namespace } : {}) };
}

async function bindingJson(
  deps: Deps,
  { access }: EnteredTenant['scope'],
  { id, type, externalId, roleId, namespace }: Binding,
) {
  const role = await access.findRole(roleId);
  const user = type === 'USER' ? await deps.store.identity.findUser(externalId) : undefined;
  const group = type === 'GROUP' ? await access.findGroup(externalId) : undefined;
  return {
    id,
    type,
    ...(namespace === undefined ? {} : { namespace, namespaceId: namespace }),
    role: { id: roleId, name: role?.name ?? roleId },
    ...(user === undefined
      ? {}
      : {
          user: {
            id: user.id,
            username: user.username,
            displayName: displayName(user),
            type: user.type === 'USER' ? ('STANDARD' as const) : user.type,
          },
        }),
    ...(group === undefined ? {} : { group: { id: group.id, name: group.name } }),
  };
}

/** The flat parameters of this search are what its filters are called elsewhere. */
function filtersOf(query: {
  readonly filters: readonly QueryFilter[];
  readonly type?: string | undefined;
  readonly id?: string | undefined;
  readonly namespace?: string | undefined;
}): readonly QueryFilter[] {
  const { type, id, namespace } = query;
  const flat = Object.entries({ type, id, namespace }).flatMap(([field, value]): QueryFilter[] =>
    value === undefined ? [] : [{ field, operation: 'EQUALS', value }],
  );
  return [...query.filters, ...flat];
}

export const bindingHandlers = [
  route(bindings.create, async ({ deps, scope, tenant, caller, body }) => {
    const [binding] = await createBindings(deps, scope, tenant, caller, [toInput(body)]);
    return bindingJson(deps, scope, binding!);
  }),
  route(bindings.createBulk, async ({ deps, scope, tenant, caller, body }) => {
    const created = await createBindings(deps, scope, tenant, caller, body.map(toInput));
    return Promise.all(created.map((binding) => bindingJson(deps, scope, binding)));
  }),
  route(bindings.search, async ({ deps, scope, query }) => {
    const { results, total } = await scope.access.searchBindings(filtersOf(query), query.page);
    return { results: await Promise.all(results.map((binding) => bindingJson(deps, scope, binding))), total };
  }),
  route(bindings.get, async ({ deps, scope, params }) => bindingJson(deps, scope, await getBinding(scope, params.id))),
  route(bindings.delete, ({ deps, scope, caller, params }) => deleteBinding(deps, scope, caller, params.id)),
];
