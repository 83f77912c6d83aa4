/** Values of foreign secrets in memory for a short time, so that a loop of tasks does not ask its backend each time. */
import type { SecretBackend, TenantSecrets } from '@windhover/ports';
import type { Clock } from '../deps.ts';

export interface SecretCacheOptions {
  /** Values at most, of all tenants together; the ones not asked for the longest go first. */
  readonly maximumSize: number;
  readonly expireAfterWriteMs: number;
  readonly clock: Clock;
}

export interface SecretCache {
  /** The same backend, whose reads are remembered, those that found nothing too. What is written through it counts at once. */
  over(backend: SecretBackend): SecretBackend;
}

interface Remembered {
  readonly value: string | undefined;
  readonly until: number;
}

export function createSecretCache({ maximumSize, expireAfterWriteMs, clock }: SecretCacheOptions): SecretCache {
  const remembered = new Map<string, Remembered>();
  let backends = 0;
  let writes = 0;
  const keep = (name: string, value: string | undefined): void => {
    remembered.set(name, { value, until: clock.monotonic() + expireAfterWriteMs });
    if (remembered.size > maximumSize) remembered.delete(remembered.keys().next().value!);
  };
  /** Forgotten also when it failed: the backend may have done it all the same. */
  const written = (name: string, write: Promise<void>): Promise<void> =>
    write.finally(() => {
      writes += 1;
      remembered.delete(name);
    });
  const cached = (secrets: TenantSecrets, root: string): TenantSecrets => {
    const nameOf = (namespace: string, key: string): string => `${root}/${namespace}/${key}`;
    return {
      find: (namespace, key) => secrets.find(namespace, key),
      list: (namespace) => secrets.list(namespace),
      walk: () => secrets.walk(),
      async read(namespace, key) {
        const name = nameOf(namespace, key);
        const known = remembered.get(name);
        remembered.delete(name);
        if (known !== undefined && clock.monotonic() < known.until) {
          remembered.set(name, known);
          return known.value;
        }
        const writesBefore = writes;
        const value = await secrets.read(namespace, key);
        // What was read while somebody wrote may be what was there before
        if (writes === writesBefore) keep(name, value);
        return value;
      },
      put: (secret, value) => written(nameOf(secret.namespace, secret.key), secrets.put(secret, value)),
      delete: (namespace, key) => written(nameOf(namespace, key), secrets.delete(namespace, key)),
    };
  };
  return {
    over(backend) {
      backends += 1;
      const id = backends;
      return {
        open: (tenantKey) => cached(backend.open(tenantKey), `${id}/${tenantKey}`),
        close: () => backend.close(),
      };
    },
  };
}
