import { routes } from '@windhover/contract';
import { defaultTenantKey, type KillSwitch } from '@windhover/model';
import {
  createKillSwitch,
  deleteKillSwitch,
  listKillSwitches,
  tenantIdOf,
  updateKillSwitch,
  type KillSwitchInput,
} from '@windhover/services';
import { instanceRoute } from '../handler.ts';
import { given } from './given.ts';
import { toIso } from './to-token-json.ts';

export function killSwitchJson({ tenantKey, executionIds, startsAt, endsAt, ...rest }: KillSwitch) {
  return {
    ...rest,
    ...(tenantKey === undefined ? {} : { tenantId: tenantKey === defaultTenantKey ? 'main' : tenantIdOf(tenantKey) }),
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
    killSwitchJson(await createKillSwitch(deps, caller, toInput(given(body)))),
  ),
  instanceRoute(routes.killSwitches.search, async ({ deps, caller }) =>
    (await listKillSwitches(deps, caller)).map(killSwitchJson),
  ),
  instanceRoute(routes.killSwitches.update, async ({ deps, caller, params, body }) =>
    killSwitchJson(await updateKillSwitch(deps, caller, params.id, toInput(given(body)))),
  ),
  instanceRoute(routes.killSwitches.delete, async ({ deps, caller, params }) =>
    deleteKillSwitch(deps, caller, params.id),
  ),
];
