/** Configurations of backends, of a tenant or a namespace, hold credentials: they are stored sealed, and opened for whoever may have them. */
import { instanceKey, type JsonObject, type Tenant, type TenantKey } from '@windhover/model';
import type { TenantCipher } from '../secrets/tenant-cipher.ts';
import type { Deps } from '../deps.ts';

const names = ['storageConfiguration', 'secretConfiguration'] as const;
/** The one property of a value that is sealed. */
const mark = '$sealed';

/** Under the instance's key, not the tenant's: what was kept of a tenant still leads to its files when that one is gone. */
export async function sealSettings(
  deps: Pick<Deps, 'ciphers'>,
  key: string,
  settings: JsonObject,
): Promise<JsonObject> {
  return withCipher(deps, settings, (cipher, name, value) => ({
    [mark]: cipher.seal(placeOf(key, name), JSON.stringify(value)),
  }));
}

/** What was stored before there was a seal is as it is. */
export async function openSettings(
  deps: Pick<Deps, 'ciphers'>,
  { key, settings }: { readonly key: string; readonly settings: JsonObject },
): Promise<JsonObject> {
  return withCipher(deps, settings, (cipher, name, value) => {
    const sealed = (value as JsonObject)[mark];
    return typeof sealed === 'string' ? (JSON.parse(cipher.open(placeOf(key, name), sealed)) as JsonObject) : value;
  });
}

/** For replies: the tenant with its settings opened. */
export async function openTenant(deps: Pick<Deps, 'ciphers'>, tenant: Tenant): Promise<Tenant> {
  return { ...tenant, settings: await openSettings(deps, tenant) };
}

async function withCipher(
  { ciphers }: Pick<Deps, 'ciphers'>,
  settings: JsonObject,
  change: (cipher: TenantCipher, name: string, value: JsonObject[string]) => JsonObject[string],
): Promise<JsonObject> {
  const present = names.filter((name) => typeof settings[name] === 'object' && settings[name] !== null);
  if (present.length === 0) return settings;
  const cipher = await ciphers.of(instanceKey);
  return { ...settings, ...Object.fromEntries(present.map((name) => [name, change(cipher, name, settings[name]!)])) };
}

/** The same without what is sealed, for who may not have it. */
export function withoutSealed(settings: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !(names as readonly string[]).includes(name)));
}

/** Under which the settings of a namespace are sealed; no tenant has such a key. */
export function namespaceSettingsKey(tenantKey: TenantKey, namespace: string): string {
  return `${tenantKey}/namespace/${namespace}`;
}

function placeOf(key: string, name: string): string {
  return `tenant/${key}/${name}`;
}
