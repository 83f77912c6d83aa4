import { requestJson, send } from './request.ts';
import { listQuery, type ListQuery } from './query.ts';
import type { Page, WireTenant } from './wire.ts';

/** What becomes of executions that run when their tenant is suspended. */
export type RunningChoice = 'FINISH' | 'PAUSE' | 'KILL';
/** Which dates of schedules are made up for that passed while a tenant was suspended. */
export type MissedChoice = 'NONE' | 'LAST' | 'ALL';

const one = (id: string): string => `/tenants/${encodeURIComponent(id)}`;

export const tenants = {
  list: (query: ListQuery) => requestJson<Page<WireTenant>>('/tenants/search', { query: listQuery(query) }),
  get: (id: string) => requestJson<WireTenant>(one(id)),
  create: (id: string, name: string) =>
    requestJson<WireTenant>('/tenants', { method: 'POST', json: { id, name, deleted: false } }),
  /** Replaces the whole tenant, so `tenant` is what was read with the change in it. */
  update: (tenant: WireTenant) => requestJson<WireTenant>(one(tenant.id), { method: 'PUT', json: tenant }),
  setLogo: (id: string, picture: File) => {
    const form = new FormData();
    form.append('logo', picture);
    return requestJson<WireTenant>(`${one(id)}/logo`, { method: 'POST', form });
  },
  removeLogo: (id: string) => requestJson<WireTenant>(`${one(id)}/logo`, { method: 'DELETE' }),
  /** From the answer on nothing starts in it. */
  suspend: (id: string, suspension: { readonly running: RunningChoice; readonly reason?: string }) =>
    requestJson<WireTenant>(`${one(id)}/suspend`, { method: 'POST', json: suspension }),
  resume: (id: string, missedSchedules: MissedChoice) =>
    requestJson<WireTenant>(`${one(id)}/resume`, { method: 'POST', json: { missedSchedules } }),
  remove: (id: string) => send(one(id), { method: 'DELETE' }),
};
