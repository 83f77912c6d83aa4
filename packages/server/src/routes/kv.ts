import { routes } from '@windhover/contract';
import type { KvPair } from '@windhover/model';
import {
  can,
  deleteKv,
  demand,
  demandOn,
  getKv,
  listInheritedKv,
  listKv,
  listKvRevisions,
  readKvText,
  searchKv,
  setKv,
} from '@windhover/services';
import type { AnyBody } from '../any-body.ts';
import { route } from '../handler.ts';
import { headerText } from '../header-text.ts';
import { toIso } from './to-token-json.ts';

const { kv } = routes;
const thing = 'namespace';

export const kvHandlers = [
  route(kv.search, async ({ deps, scope, caller, query }) => {
    const found = await searchKv(deps, scope, caller, query.filters, query.page);
    return { results: found.results.map(toEntry), total: found.total };
  }),
  route(kv.list, async ({ deps, scope, caller, params }) => {
    demandOn(caller, 'KVSTORE:LIST', params.namespace, thing);
    return (await listKv(deps, scope, params.namespace)).map(toEntry);
  }),
  route(kv.inherited, async ({ deps, scope, caller, params }) => {
    demandOn(caller, 'KVSTORE:LIST', params.namespace, thing);
    return (await listInheritedKv(deps, scope, params.namespace)).map(toEntry);
  }),
  route(kv.get, async ({ deps, scope, caller, params, query }) => {
    demandOn(caller, 'KVSTORE:VIEW', params.namespace, thing);
    const pair = await getKv(deps, scope, { ...params, ...query });
    return { type: pair.type, value: pair.value as never, revision: pair.revision, updated: toIso(pair.updatedAt) };
  }),
  route(kv.revisions, async ({ deps, scope, caller, params }) => {
    demandOn(caller, 'KVSTORE:VIEW', params.namespace, thing);
    return (await listKvRevisions(deps, scope, params.namespace, params.key)).map(toRevision);
  }),
  route(kv.set, async ({ deps, scope, caller, params, body, request }) => {
    // Who may do neither is not told which it would be
    if (!can(caller, 'KVSTORE:UPDATE', params.namespace)) demand(caller, 'KVSTORE:CREATE', params.namespace);
    const exists = (await scope.kv.find(params.namespace, params.key)) !== undefined;
    demand(caller, exists ? 'KVSTORE:UPDATE' : 'KVSTORE:CREATE', params.namespace);
    const text = Buffer.from(await (body as AnyBody).bytes()).toString('utf8');
    await setKv(deps, scope, caller, {
      ...params,
      ...readKvText(text),
      ttl: headerText(request, 'ttl'),
      description: headerText(request, 'description'),
    });
  }),
  route(kv.delete, async ({ deps, scope, caller, params }) => {
    demandOn(caller, 'KVSTORE:DELETE', params.namespace, thing);
    return deleteKv(deps, scope, caller, params.namespace, params.key);
  }),
  route(kv.deleteMany, async ({ deps, scope, caller, params, body }) => {
    demandOn(caller, 'KVSTORE:DELETE', params.namespace, thing);
    const keys: string[] = [];
    for (const key of body.keys) if (await deleteKv(deps, scope, caller, params.namespace, key)) keys.push(key);
    return { keys };
  }),
];

function toRevision({ revision, type, description, updatedAt, expiresAt }: KvPair) {
  const expirationDate = expiresAt === undefined ? undefined : toIso(expiresAt);
  return { revision, type, description, updated: toIso(updatedAt), expirationDate };
}

function toEntry(pair: KvPair) {
  return {
    namespace: pair.namespace,
    key: pair.key,
    revision: pair.revision,
    description: pair.description,
    creationDate: toIso(pair.createdAt),
    updateDate: toIso(pair.updatedAt),
    expirationDate: pair.expiresAt === undefined ? undefined : toIso(pair.expiresAt),
  };
}
