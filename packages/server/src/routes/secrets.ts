import { routes } from '@windhover/contract';
import type { SecretMeta } from '@windhover/model';
import {
  deleteSecret,
  demandAny,
  demandOn,
  findSecret,
  inheritedSecrets,
  listSecretVersions,
  patchSecret,
  putSecret,
  restoreSecret,
  searchSecrets,
  visibleNamespaces,
} from '@windhover/services';
import { route } from '../handler.ts';
import { toIso } from './to-token-json.ts';

const { secrets } = routes;
const thing = 'namespace';

export const secretHandlers = [
  route(secrets.search, async ({ deps, scope, caller, query }) => {
    const visible = visibleNamespaces(caller, 'SECRET:LIST');
    const { readOnly, results, total } = await searchSecrets(deps, scope, { ...query, visible });
    return { readOnly, results: results.map(toJson), total };
  }),
  route(secrets.list, async ({ deps, scope, caller, params, query }) => {
    demandOn(caller, 'SECRET:LIST', params.namespace, thing);
    const ofNamespace = { field: 'namespace', operation: 'EQUALS', value: params.namespace } as const;
    const filters = [...query.filters, ofNamespace];
    const { readOnly, results, total } = await searchSecrets(deps, scope, { ...query, filters, visible: 'all' });
    return { readOnly, results: results.map(toJson), total };
  }),
  route(secrets.inherited, async ({ deps, scope, caller, params }) => {
    demandOn(caller, 'SECRET:LIST', params.namespace, thing);
    return inheritedSecrets(deps, scope, params.namespace);
  }),
  route(secrets.put, async ({ deps, scope, caller, params, body }) => {
    const exists = (await findSecret(deps, scope, params.namespace, body.key)) !== undefined;
    demandAny(caller, exists ? ['SECRET:UPDATE'] : ['SECRET:UPDATE', 'SECRET:CREATE'], params.namespace);
    const secret = await putSecret(deps, scope, caller, {
      ...params,
      key: body.key,
      value: body.value,
      description: body.description ?? undefined,
      tags: body.tags ?? undefined,
    });
    return [toJson(secret)];
  }),
  route(secrets.versions, async ({ deps, scope, caller, params }) => {
    demandOn(caller, 'SECRET:LIST', params.namespace, 'secret');
    const versions = await listSecretVersions(deps, scope, params.namespace, params.key);
    return versions.map(({ version, sealedAt, author }) => ({ version, updated: toIso(sealedAt), author }));
  }),
  route(secrets.restore, async ({ deps, scope, caller, params, query }) => {
    demandOn(caller, 'SECRET:UPDATE', params.namespace, 'secret');
    return [toJson(await restoreSecret(deps, scope, caller, { ...params, ...query }))];
  }),
  route(secrets.patch, async ({ deps, scope, caller, params, body }) => {
    demandOn(caller, 'SECRET:UPDATE', params.namespace, 'secret');
    const secret = await patchSecret(deps, scope, caller, {
      ...params,
      description: body.description ?? undefined,
      tags: body.tags ?? undefined,
    });
    return [toJson(secret)];
  }),
  route(secrets.delete, async ({ deps, scope, caller, params }) => {
    demandOn(caller, 'SECRET:DELETE', params.namespace, 'secret');
    await deleteSecret(deps, scope, caller, params.namespace, params.key);
  }),
];

function toJson({ namespace, key, description, tags, version }: SecretMeta) {
  return { namespace, key, description, tags: [...tags], version };
}
