/**
 * The picture of a tenant, kept with its settings as a data address: whoever may list tenants has it at once, and nothing
 * that was uploaded has an address on our origin.
 */
import { IllegalArgument, type JsonObject, type Tenant, type TenantRef } from '@windhover/model';
import type { Actor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { getTenant } from './get-tenant.ts';
import { setTenantSetting } from './update-tenant.ts';

export const maxLogoBytes = 64 * 1024;

/** Pictures without programs in them, and how their files begin. */
const formats: readonly (readonly [type: string, beginning: RegExp])[] = [
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[^]{4}WEBP/],
];

/** Throws `NotFound`, and `IllegalArgument` for what is no picture; its size the caller has limited to {@link maxLogoBytes}. */
export async function setTenantLogo(deps: Deps, actor: Actor, id: string, content: Uint8Array): Promise<Tenant> {
  return setTenantSetting(deps, actor, id, 'logo', toDataAddress(content));
}

/** The same for the picture of the tenant's catalogue of apps. */
export async function setCatalogLogo(deps: Deps, actor: Actor, id: string, content: Uint8Array): Promise<Tenant> {
  const logo = toDataAddress(content);
  const { appCatalogConfig } = (await getTenant(deps, actor, id)).settings;
  return setTenantSetting(deps, actor, id, 'appCatalogConfig', { ...(appCatalogConfig as JsonObject), logo });
}

function toDataAddress(content: Uint8Array): string {
  const beginning = Buffer.from(content.subarray(0, 16)).toString('latin1');
  const type = formats.find(([, pattern]) => pattern.test(beginning))?.[0];
  if (type === undefined) throw new IllegalArgument({ reason: 'a logo is a PNG, JPEG, GIF or WebP picture' });
  return `data:${type};base64,${Buffer.from(content).toString('base64')}`;
}

export function deleteTenantLogo(deps: Deps, actor: Actor, id: string): Promise<Tenant> {
  return setTenantSetting(deps, actor, id, 'logo', undefined);
}

export function logoOf(tenant: TenantRef | Tenant): string | undefined {
  const logo = 'settings' in tenant ? tenant.settings['logo'] : undefined;
  return typeof logo === 'string' ? logo : undefined;
}
