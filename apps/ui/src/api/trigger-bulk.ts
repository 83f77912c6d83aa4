import { tenantPath } from './mount.ts';
import { listQuery, type Filter } from './query.ts';
import { requestJson } from './request.ts';
import type { TriggerName } from './triggers.ts';

type Tenant = string | undefined;

export type TriggerOperation =
  | 'enable'
  | 'disable'
  | 'unlock'
  | 'backfill/pause'
  | 'backfill/unpause'
  | 'backfill/delete';

export type TriggerTarget = { readonly names: readonly TriggerName[] } | { readonly filters: readonly Filter[] };

/** Does it to each of them; those in which there is nothing to change are passed over. Answers how many were changed. */
export function changeTriggers(
  tenant: Tenant,
  operation: TriggerOperation,
  target: TriggerTarget,
): Promise<{ readonly count: number }> {
  const isSwitch = operation === 'enable' || operation === 'disable';
  const path = `/triggers/${isSwitch ? 'set-disabled' : operation}`;
  const disabled = operation === 'disable';
  if ('filters' in target) {
    const query = listQuery(target);
    if (isSwitch) query.set('disabled', String(disabled));
    return requestJson(tenantPath(tenant, `${path}/by-query`), { method: 'POST', query });
  }
  const names = target.names.map(({ namespace, flowId, triggerId }) => ({ namespace, flowId, triggerId }));
  return requestJson(tenantPath(tenant, `${path}/by-triggers`), {
    method: 'POST',
    json: isSwitch ? { triggers: names, disabled } : names,
  });
}
