/**
 * Encryption at rest, one key a tenant. A tenant's random data key is kept wrapped under a key derived from the
 * instance's (HKDF, the tenant's key as context), so that no tenant's ciphertext opens under another's, and destroying
 * the data key destroys what it sealed. Tenant, place and name of a value are authenticated with it: a ciphertext that
 * is copied elsewhere does not open.
 */
import { randomBytes } from 'node:crypto';
import { IllegalArgument, type TenantKey } from '@windhover/model';
import { Conflict, neverCrash, type CrashAt, type Store } from '@windhover/ports';
import { derivedKey } from './derived-key.ts';
import { openText, sealText } from './sealed-text.ts';

export interface TenantCipher {
  /** `place` says what the value is and where it stands, e.g. `secret/company.team/KEY`. */
  seal(place: string, plaintext: string): string;
  /** Throws when the text was sealed for another tenant or place, or was altered. */
  open(place: string, sealed: string): string;
}

export interface Ciphers {
  /** The cipher of a tenant; its data key is made on first use. Throws when encryption is not configured. */
  of(tenantKey: TenantKey): Promise<TenantCipher>;
  /** The cipher if it is in memory already. */
  loaded(tenantKey: TenantKey): TenantCipher | undefined;
  /** Forgets a tenant's key (its tenant is gone). */
  forget(tenantKey: TenantKey): void;
}

const keyBytes = 32;
const prefix = 'wh1';

export function createCiphers(store: Store, masterKey: Uint8Array | undefined, crashAt: CrashAt = neverCrash): Ciphers {
  const loading = new Map<TenantKey, Promise<TenantCipher>>();
  const ready = new Map<TenantKey, TenantCipher>();
  const load = async (tenantKey: TenantKey): Promise<TenantCipher> => {
    if (masterKey === undefined) {
      throw new IllegalArgument({ reason: 'Encryption is not configured: set kestra.encryption.secret-key' });
    }
    const cipher = cipherOf(tenantKey, await dataKeys(store, tenantKey, masterKey, crashAt));
    ready.set(tenantKey, cipher);
    return cipher;
  };
  return {
    of(tenantKey) {
      let cipher = loading.get(tenantKey);
      if (cipher === undefined) {
        cipher = load(tenantKey);
        loading.set(tenantKey, cipher);
        cipher.catch(() => loading.delete(tenantKey));
      }
      return cipher;
    },
    loaded: (tenantKey) => ready.get(tenantKey),
    forget(tenantKey) {
      loading.delete(tenantKey);
      ready.delete(tenantKey);
    },
  };
}

/** Data keys by version; the first one is made when there is none, and of two makers one wins. */
async function dataKeys(
  store: Store,
  tenantKey: TenantKey,
  masterKey: Uint8Array,
  crashAt: CrashAt,
): Promise<ReadonlyMap<number, Uint8Array>> {
  const { secrets } = store.scope(tenantKey);
  const wrapping = derivedKey(masterKey, 'tenant data key', tenantKey);
  let wrapped = await secrets.listDataKeys();
  if (wrapped.length === 0) {
    const fresh = randomBytes(keyBytes).toString('base64');
    try {
      await store.write([secrets.insertDataKey(1, sealText(wrapping, dataKeyPlace(tenantKey, 1), fresh))]);
      crashAt('secret.after-key-before-row');
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
    wrapped = await secrets.listDataKeys();
  }
  return new Map(
    wrapped.map(({ version, wrapped: text }) => [
      version,
      Buffer.from(openText(wrapping, dataKeyPlace(tenantKey, version), text), 'base64'),
    ]),
  );
}

function cipherOf(tenantKey: TenantKey, keys: ReadonlyMap<number, Uint8Array>): TenantCipher {
  const newest = Math.max(...keys.keys());
  return {
    seal: (place, plaintext) =>
      `${prefix}.${newest}.${sealText(keys.get(newest)!, `${tenantKey}/${place}`, plaintext)}`,
    open(place, sealed) {
      const [mark, version, text] = sealed.split('.');
      const key = mark === prefix ? keys.get(Number(version)) : undefined;
      if (key === undefined || text === undefined)
        throw new Error('The value was not sealed with a key of this tenant');
      return openText(key, `${tenantKey}/${place}`, text);
    },
  };
}

function dataKeyPlace(tenantKey: TenantKey, version: number): string {
  return `${tenantKey}/data-key/${version}`;
}
