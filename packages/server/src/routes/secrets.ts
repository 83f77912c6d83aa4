import { routes } from '@windhover/contract';
import type { Secret } from '@windhover/model';
import {
  deleteSecret,
  demandAny,
  demandOn,
  inheritedSecrets,
  patchSecret,
  putSecret,
  visibleNamespaces,
} from '@windhover/services';
import { route } from '../handler.ts';

const { secrets } = routes;
const thing = 'namespace';

export const secretHandlers = [
  route(secrets.search, async ({ scope, caller, query }) => {
    const found = await scope.secrets.search(query.filters, query.page, visibleNamespaces(caller, 'SECRET:LIST'));
    return { readOnly: false, results: found.results.map(toMeta), total: found.total };
  }),
  route(secrets.inherited, async ({ scope, caller, params }) => {
    demandOn(caller, 'SECRET:LIST', params.namespace, thing);
    return inheritedSecrets(scope, params.namespace);
  }),
  route(secrets.put, async ({ deps, scope, caller, params, body }) => {
    const exists = (await scope.secrets.find(params.namespace, body.key)) !== undefined;
    demandAny(caller, exists ? ['SECRET:UPDATE'] : ['SECRET:UPDATE', 'SECRET:CREATE'], params.namespace);
    const secret = await putSecret(deps, scope, caller, {
      ...params,
      key: body.key,
      value: body.value,
      description: body.description ?? undefined,
      tags: body.tags ?? undefined,
    });
    return [toMeta(secret)];
  }),
  route(secrets.patch, async ({ deps, scope, caller, params, body }) => {
    demandOn(caller, 'SECRET:UPDATE', params.namespace, 'secret');
    const secret = await patchSecret(deps, scope, caller, {
      ...params,
      description: body.description ?? undefined,
      tags: body.tags ?? undefined,
    });
    return [toMeta(secret)];
  }),
  route(secrets.delete, async ({ deps, scope, caller, params }) => {
    demandOn(caller, 'SECRET:DELETE', params.namespace, 'secret');
    await deleteSecret(deps, scope, caller, params.namespace, params.key);
  }),
];

function toMeta({ namespace, key, description, tags }: Secret) {
  return { namespace, key, description, tags: [...tags] };
}
