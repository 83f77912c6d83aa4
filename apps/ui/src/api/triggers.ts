import type { JsonObject } from '@windhover/model';
import { tenantPath } from './mount.ts';
import { listQuery, type ListQuery } from './query.ts';
import { requestJson, send } from './request.ts';
import type { Page, Reply, WireLabel } from './wire.ts';

type Tenant = string | undefined;

export type WireTrigger = Reply<'triggers', 'search'>['results'][number];
export type WireTriggerState = WireTrigger['state'];

/** How evaluations went that went alike one after the other. */
export type WireEvaluations = Reply<'triggers', 'evaluations'>['results'][number];

export type TriggerName = Pick<WireTriggerState, 'namespace' | 'flowId' | 'triggerId'>;

export interface NewBackfill {
  /** ISO instants; without an end it goes up to now. */
  readonly start: string;
  readonly end?: string;
  readonly inputs?: JsonObject;
  readonly labels?: readonly WireLabel[];
}

const nameOf = ({ namespace, flowId, triggerId }: TriggerName): TriggerName => ({ namespace, flowId, triggerId });
const one = (tenant: Tenant, { namespace, flowId, triggerId }: TriggerName, action: string): string =>
  tenantPath(tenant, `/triggers/${[namespace, flowId, triggerId].map(encodeURIComponent).join('/')}/${action}`);

export const triggers = {
  list: (tenant: Tenant, query: ListQuery) =>
    requestJson<Page<WireTrigger>>(tenantPath(tenant, '/triggers/search'), { query: listQuery(query) }),
  evaluations: (tenant: Tenant, name: TriggerName, page: number, size: number) =>
    requestJson<Page<WireEvaluations>>(one(tenant, name, 'evaluations'), { query: listQuery({ page, size }) }),
  setDisabled: (tenant: Tenant, name: TriggerName, disabled: boolean) =>
    send(tenantPath(tenant, '/triggers/set-disabled'), { method: 'PUT', json: { ...nameOf(name), disabled } }),
  unlock: (tenant: Tenant, name: TriggerName) => send(one(tenant, name, 'unlock'), { method: 'POST' }),
  restart: (tenant: Tenant, name: TriggerName) => send(one(tenant, name, 'restart'), { method: 'POST' }),
  createBackfill: (tenant: Tenant, name: TriggerName, backfill: NewBackfill) =>
    send(tenantPath(tenant, '/triggers/backfill/create'), { method: 'PUT', json: { ...nameOf(name), backfill } }),
  pauseBackfill: (tenant: Tenant, name: TriggerName) =>
    send(tenantPath(tenant, '/triggers/backfill/pause'), { method: 'PUT', json: nameOf(name) }),
  continueBackfill: (tenant: Tenant, name: TriggerName) =>
    send(tenantPath(tenant, '/triggers/backfill/unpause'), { method: 'PUT', json: nameOf(name) }),
  endBackfill: (tenant: Tenant, name: TriggerName) =>
    send(tenantPath(tenant, '/triggers/backfill/delete'), { method: 'POST', json: nameOf(name) }),
};
