import { InvalidEntity, NotFound, type JsonObject, type Tenant } from '@windhover/model';
import type { Actor } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { writeOr } from '../access/on-conflict.ts';
import { demand } from '../access/permissions.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { existingTenant } from './get-tenant.ts';
import { sealSettings } from './sealed-settings.ts';
import { checkTenantSettings, keepingOfSuperadmins } from './tenant-settings.ts';

export interface TenantUpdate {
  /** Of the body; must be the tenant's when it is there. */
  readonly id?: string | undefined;
  readonly name: string;
  readonly settings: JsonObject;
}

/**
 * Replaces name and settings: what is absent is reset, but for the logo, which has a route of its own. Throws `NotFound`
 * and `InvalidEntity`.
 */
export async function updateTenant(deps: Deps, actor: Actor, id: string, update: TenantUpdate): Promise<Tenant> {
  demand(actor, 'TENANT:UPDATE');
  const before = await existingTenant(deps, id);
  if (update.id !== undefined && update.id !== id) {
    throw new InvalidEntity(
      { reason: `id: '${update.id}' is not the tenant of the path, '${id}'` },
      { problems: [{ message: 'must be the id of the path', path: 'id' }] },
    );
  }
  const own = keepingOfSuperadmins(actor, before.settings, update.settings);
  checkTenantSettings(deps, own);
  const { logo } = before.settings;
  const sealed = await sealSettings(deps, before.key, own);
  const settings = { ...sealed, ...(logo === undefined ? {} : { logo }) };
  return save(deps, actor, before, { ...before, name: update.name, settings });
}

/** Replaces one setting, or removes it when there is no value, and leaves the others as they are. Throws `NotFound`. */
export async function setTenantSetting(
  deps: Deps,
  actor: Actor,
  id: string,
  name: string,
  value: JsonObject[string] | undefined,
): Promise<Tenant> {
  demand(actor, 'TENANT:UPDATE');
  const before = await existingTenant(deps, id);
  const { [name]: _replaced, ...others } = before.settings;
  const settings = value === undefined ? others : { ...others, [name]: value };
  return save(deps, actor, before, { ...before, settings });
}

async function save(deps: Deps, actor: Actor, before: Tenant, tenant: Tenant): Promise<Tenant> {
  const { id } = tenant;
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

/** Credentials of backends stay out of the log, and of a picture only the beginning is kept. */
function toAuditText({ id, name, settings }: Tenant): string {
  const { secretConfiguration: _secret, storageConfiguration: _storage, logo, ...shown } = settings;
  const picture = typeof logo === 'string' ? { logo: `${logo.slice(0, 60)}… (${logo.length} characters)` } : {};
  return JSON.stringify({ id, name, ...shown, ...picture }, null, 2);
}
