import { findHere, type FindHere } from './find-here.ts';
import { requestJson, send } from './request.ts';
import type { Page, Reply } from './wire.ts';

export type WireWorkerGroup = Reply<'workerGroups', 'get'>;
export type WireWorkerToken = WireWorkerGroup['tokens'][number];
export type WireWorker = Reply<'workerGroups', 'workers'>['workers'][number];
type NewToken = Reply<'workerGroups', 'createToken'>;

/** What a form sends: empty texts and lists say nothing. */
export type WorkerGroupValues = Pick<WireWorkerGroup, 'name' | 'allowedTenants'> & { readonly description: string };

const all = '/instance/worker-groups';
const one = (id: string): string => `${all}/${encodeURIComponent(id)}`;
const tokenOf = (id: string, uid: string): string => `${one(id)}/tokens/${encodeURIComponent(uid)}`;

export const workerGroups = {
  list: async (query: FindHere): Promise<Page<WireWorkerGroup>> => {
    const { workerGroups: found } = await requestJson<Reply<'workerGroups', 'list'>>(all);
    return findHere(found, query, ({ id, name, description = '' }) => `${id} ${name} ${description}`);
  },
  get: (id: string) => requestJson<WireWorkerGroup>(one(id)),
  create: (id: string, values: WorkerGroupValues) =>
    requestJson<WireWorkerGroup>(all, { method: 'POST', json: { id, ...values } }),
  update: (id: string, values: WorkerGroupValues) =>
    requestJson<WireWorkerGroup>(one(id), { method: 'PUT', json: values }),
  remove: (id: string, force: boolean) => send(`${one(id)}?force=${force}`, { method: 'DELETE' }),
  workers: async (id: string): Promise<readonly WireWorker[]> =>
    (await requestJson<Reply<'workerGroups', 'workers'>>(`${one(id)}/workers`)).workers,
  createToken: (id: string, token: { readonly name: string; readonly expiresAt?: string }) =>
    requestJson<NewToken>(`${one(id)}/tokens`, { method: 'POST', json: token }),
  revokeToken: (id: string, uid: string) =>
    requestJson<WireWorkerGroup>(`${tokenOf(id, uid)}/revoke`, { method: 'POST' }),
  removeToken: (id: string, uid: string) => send(tokenOf(id, uid), { method: 'DELETE' }),
};
