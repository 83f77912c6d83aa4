import { requestJson, send } from './request.ts';
import type { Page, Reply } from './wire.ts';

export type WireKillSwitch = Reply<'killSwitches', 'update'>;
export type KillSwitchType = WireKillSwitch['evaluationType'];

/** What a form sends: empty texts say nothing. */
export type KillSwitchValues = Omit<WireKillSwitch, 'id' | 'deleted'>;

const one = (id: string): string => `/kill-switches/${encodeURIComponent(id)}`;

export const killSwitches = {
  /** There are few: the server sends all, newest last, and what is searched for is found here. */
  list: async (query: { readonly page: number; readonly size: number; readonly text: string }) => {
    const all = await requestJson<readonly WireKillSwitch[]>('/kill-switches/search');
    const text = query.text.toLowerCase();
    const found = all.filter((shown) =>
      Object.values(shown).some((value) => String(value).toLowerCase().includes(text)),
    );
    const results = found.toReversed().slice((query.page - 1) * query.size, query.page * query.size);
    return { results, total: found.length } satisfies Page<WireKillSwitch>;
  },
  create: (values: KillSwitchValues) => requestJson<WireKillSwitch>('/kill-switches', { method: 'POST', json: values }),
  update: (id: string, values: KillSwitchValues) =>
    requestJson<WireKillSwitch>(one(id), { method: 'PUT', json: values }),
  remove: (id: string) => send(one(id), { method: 'DELETE' }),
};
