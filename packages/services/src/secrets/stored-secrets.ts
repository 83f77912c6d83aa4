/** Secrets in the store, sealed with the tenant's own key. */
import { invariant, type Secret, type SecretMeta } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { KeptSecrets, SecretDeps } from './kept-secrets.ts';

export function storedSecrets(deps: SecretDeps, scope: TenantScope): KeptSecrets {
  return {
    async find(namespace, key) {
      const secret = await scope.secrets.find(namespace, key);
      return secret === undefined ? undefined : toMeta(secret);
    },
    async read(namespace, key) {
      const secret = await scope.secrets.find(namespace, key);
      if (secret === undefined) return undefined;
      return (await deps.ciphers.of(scope.key)).open(placeOf(namespace, key), secret.ciphertext);
    },
    list: async (namespace) => (await scope.secrets.list(namespace)).map(({ key }) => key),
    async search(filters, page, visible) {
      const found = await scope.secrets.search(filters, page, visible);
      return { ...found, results: found.results.map(toMeta) };
    },
    async put(secret, value, audit) {
      const { namespace, key } = secret;
      const before = await scope.secrets.find(namespace, key);
      const now = deps.clock.now();
      const ciphertext =
        value === undefined
          ? before?.ciphertext
          : (await deps.ciphers.of(scope.key)).seal(placeOf(namespace, key), value);
      invariant(ciphertext !== undefined, 'a secret without a new value is there');
      const record = { ...secret, ciphertext, createdAt: before?.createdAt ?? now, updatedAt: now };
      await deps.store.write([scope.secrets.put(record), audit]);
    },
    async delete(namespace, key, audit) {
      await deps.store.write([scope.secrets.delete(namespace, key), audit]);
    },
  };
}

function placeOf(namespace: string, key: string): string {
  return `secret/${namespace}/${key}`;
}

function toMeta({ namespace, key, description, tags }: Secret): SecretMeta {
  return { namespace, key, ...(description !== undefined && { description }), tags };
}
