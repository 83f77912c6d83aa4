import { InvalidEntity, NotFound, type JsonObject, type Tenant } from '@windhover/model';
import type { Actor } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { writeOr } from '../access/on-conflict.ts';
import { demand } from '../access/permissions.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { existingTenant } from './get-tenant.ts';
import { checkTenantSettings } from './tenant-settings.ts';

export interface TenantUpdate {
  /** Of the body; must be the tenant's when it is there. */
  readonly id?: string | undefined;
  readonly name: string;
  readonly settings: JsonObject;
}

/** Replaces name and settings: what is absent is reset. Throws `NotFound` and `InvalidEntity`. */
export async function updateTenant(deps: Deps, actor: Actor, id: string, update: TenantUpdate): Promise<Tenant> {
  demand(actor, 'TENANT:UPDATE');
  const before = await existingTenant(deps, id);
  if (update.id !== undefined && update.id !== id) {
    throw new InvalidEntity(
      { reason: `id: '${update.id}' is not the tenant of the path, '${id}'` },
      { problems: [{ message: 'must be the id of the path', path: 'id' }] },
    );
  }
  checkTenantSettings(deps, update.settings);
  const tenant: Tenant = { ...before, name: update.name, settings: update.settings };
  const scope = deps.store.scope(tenant.key);
  const entry = auditEntry(deps, actor, {
    type: 'UPDATE',
    resource: 'TENANT',
    detail: { id },
    before: toAuditText(before),
    after: toAuditText(tenant),
  });
  await writeOr(
    deps.store,
    [deps.store.tenants.update(tenant), scope.audit.append(entry)],
    () => new NotFound({ thing: 'tenant' }),
  );
  announce(deps, { kind: 'tenant', id });
  return tenant;
}

/** Replaces one setting and leaves the others as they are. Throws `NotFound`. */
export async function setTenantSetting(
  deps: Deps,
  actor: Actor,
  id: string,
  name: string,
  value: JsonObject,
): Promise<Tenant> {
  demand(actor, 'TENANT:UPDATE');
  const { name: tenantName, settings } = await existingTenant(deps, id);
  return updateTenant(deps, actor, id, { name: tenantName, settings: { ...settings, [name]: value } });
}

/** Credentials of backends stay out of the log. */
function toAuditText({ id, name, settings }: Tenant): string {
  const { secretConfiguration: _secret, storageConfiguration: _storage, ...shown } = settings;
  return JSON.stringify({ id, name, ...shown }, null, 2);
}
