/** Which tenant each internal key means. The default tenant's may have been handed over, with all it has, to a tenant with an id. */
import { z } from 'zod';
import { defaultTenantKey, instanceKey, type TenantKey, type TenantRef } from './tenant.ts';

export interface TenantKeys {
  /** The tenant without an id, for who may be in it. */
  readonly default: TenantRef;
  /** The id that the tenant with this key has or had; undefined for the default tenant and for the instance. */
  idOf(key: TenantKey): string | undefined;
}

/** Name of the setting of the instance that keeps what was handed over. */
export const tenantKeysSetting = 'default-tenant';

const handedOverSchema = z.object({
  /** The default tenant's own key. */
  key: z.string(),
  /** Ids by the keys that it had before. */
  handedOver: z.record(z.string(), z.string()),
});

type HandedOver = z.infer<typeof handedOverSchema>;

/** `setting` is what the instance keeps under {@link tenantKeysSetting}; undefined: nothing was ever handed over. */
export function readTenantKeys(setting: string | undefined): TenantKeys {
  const { key, handedOver } = toHandedOver(setting);
  const ids = new Map(Object.entries(handedOver));
  return {
    default: { key: key as TenantKey, id: undefined, name: 'default' },
    idOf(of) {
      if (of === key || of === instanceKey) return undefined;
      return ids.get(of) ?? of.replace(/~\d+$/, '');
    },
  };
}

/** The setting once the default tenant's key is that of the tenant with this id: the default tenant goes on with a new one. */
export function handOverDefaultKey(setting: string | undefined, id: string): string {
  const { key, handedOver } = toHandedOver(setting);
  const given = { ...handedOver, [key]: id };
  const next: HandedOver = { key: `${defaultTenantKey}~${Object.keys(given).length + 1}`, handedOver: given };
  return JSON.stringify(next);
}

function toHandedOver(setting: string | undefined): HandedOver {
  if (setting === undefined) return { key: defaultTenantKey, handedOver: {} };
  return handedOverSchema.parse(JSON.parse(setting));
}
