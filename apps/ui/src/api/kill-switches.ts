import { findHere, type FindHere } from './find-here.ts';
import { requestJson, send } from './request.ts';
import type { Page, Reply } from './wire.ts';

export type WireKillSwitch = Reply<'killSwitches', 'update'>;
export type KillSwitchType = WireKillSwitch['evaluationType'];

/** What a form sends: empty texts say nothing. */
export type KillSwitchValues = Omit<WireKillSwitch, 'id' | 'deleted'>;

const one = (id: string): string => `/kill-switches/${encodeURIComponent(id)}`;

export const killSwitches = {
  /** The newest first. */
  list: async (query: FindHere): Promise<Page<WireKillSwitch>> => {
    const all = await requestJson<readonly WireKillSwitch[]>('/kill-switches/search');
    return findHere(all.toReversed(), query, (shown) => Object.values(shown).join(' '));
  },
  create: (values: KillSwitchValues) => requestJson<WireKillSwitch>('/kill-switches', { method: 'POST', json: values }),
  update: (id: string, values: KillSwitchValues) =>
    requestJson<WireKillSwitch>(one(id), { method: 'PUT', json: values }),
  remove: (id: string) => send(one(id), { method: 'DELETE' }),
};
