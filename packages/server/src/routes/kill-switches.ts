import { routes } from '@windhover/contract';
import type { KillSwitch, TenantKeys } from '@windhover/model';
import {
  createKillSwitch,
  deleteKillSwitch,
  listKillSwitches,
  updateKillSwitch,
  type KillSwitchInput,
} from '@windhover/services';
import { instanceRoute } from '../handler.ts';
import { given } from './given.ts';
import { toIso } from './to-token-json.ts';

export function killSwitchJson(
  { tenantKeys }: { readonly tenantKeys: TenantKeys },
  { tenantKey, executionIds, startsAt, endsAt, ...rest }: KillSwitch,
) {
  return {
    ...rest,
    ...(tenantKey === undefined ? {} : { tenantId: tenantKeys.idOf(tenantKey) ?? 'main' }),
    ...(executionIds === undefined ? {} : { executionIds: [...executionIds] }),
    startDate: toIso(startsAt),
    ...(endsAt === undefined ? {} : { endDate: toIso(endsAt) }),
    deleted: false as const,
  };
}

interface Body extends Omit<KillSwitchInput, 'startsAt' | 'endsAt'> {
  readonly startDate: string;
  readonly endDate?: string | undefined;
}

function toInput({ startDate, endDate, ...rest }: Body): KillSwitchInput {
  const startsAt = Date.parse(startDate);
  return { ...rest, startsAt, ...(endDate === undefined ? {} : { endsAt: Date.parse(endDate) }) };
}

export const killSwitchHandlers = [
  instanceRoute(routes.killSwitches.create, async ({ deps, caller, body }) =>
    killSwitchJson(deps.store, await createKillSwitch(deps, caller, toInput(given(body)))),
  ),
  instanceRoute(routes.killSwitches.search, async ({ deps, caller }) =>
    (await listKillSwitches(deps, caller)).map((each) => killSwitchJson(deps.store, each)),
  ),
  instanceRoute(routes.killSwitches.update, async ({ deps, caller, params, body }) =>
    killSwitchJson(deps.store, await updateKillSwitch(deps, caller, params.id, toInput(given(body)))),
  ),
  instanceRoute(routes.killSwitches.delete, async ({ deps, caller, params }) =>
    deleteKillSwitch(deps, caller, params.id),
  ),
];
