/** Secrets in the store, sealed with the tenant's own key, and with them what they were before. */
import { NotFound, type Secret, type SecretMeta } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { untilFirst } from '../access/until-first.ts';
import { demandLimit } from '../limits/tenant-limits.ts';
import type { KeptSecrets, SecretDeps } from './kept-secrets.ts';
import { openSecret, openVersion, sealNext, valuesOf, versionsOf } from './secret-versions.ts';

/** So many are looked up at a time. */
const atOnce = 1_000;

export function storedSecrets(deps: SecretDeps, scope: TenantScope): KeptSecrets {
  const cipher = () => deps.ciphers.of(scope.key);
  return {
    async find(namespace, key) {
      const secret = await scope.secrets.find(namespace, key);
      return secret === undefined ? undefined : toMeta(secret);
    },
    async read(namespace, key) {
      const secret = await scope.secrets.find(namespace, key);
      return secret === undefined ? undefined : openSecret(await cipher(), { namespace, key }, secret);
    },
    list: async (namespace) => (await scope.secrets.list(namespace)).map(({ key }) => key),
    async search(filters, page, visible) {
      const found = await scope.secrets.search(filters, page, visible);
      return { ...found, results: found.results.map(toMeta) };
    },
    async *names(filters, visible) {
      for (let page = 1; ; page += 1) {
        const { results } = await scope.secrets.search(filters, { page, size: atOnce, sort: [] }, visible);
        for (const { namespace, key } of results) yield { namespace, key };
        if (results.length < atOnce) return;
      }
    },
    async versions(namespace, key) {
      const secret = await scope.secrets.find(namespace, key);
      return secret === undefined ? [] : versionsOf(secret);
    },
    async readVersion(namespace, key, version) {
      const secret = await scope.secrets.find(namespace, key);
      const value = secret && openVersion(await cipher(), secret, version);
      if (value === undefined) throw new NotFound({ thing: `version ${version} of the secret` });
      return value;
    },
    async put(secret, value, audit, by) {
      await untilFirst('Secret', async () => {
        const before = await scope.secrets.find(secret.namespace, secret.key);
        const now = deps.clock.now();
        const times = { createdAt: before?.createdAt ?? now, updatedAt: now };
        const values =
          value === undefined
            ? before && valuesOf(before)
            : sealNext(await cipher(), secret, before, { value, now, by, most: deps.settings.kept.secretVersions });
        if (values === undefined) throw new NotFound({ thing: 'secret' });
        if (before === undefined) await demandLimit(deps, scope, 'secrets');
        const next: Secret = { ...secret, ...values, ...times };
        const put = before === undefined ? scope.secrets.insert(next) : scope.secrets.replace(next, before);
        await deps.store.write([put, audit]);
      });
    },
    async delete(namespace, key, audit) {
      await deps.store.write([scope.secrets.delete(namespace, key), audit]);
    },
  };
}

function toMeta({ namespace, key, description, tags, version = 1 }: Secret): SecretMeta {
  return { namespace, key, ...(description !== undefined && { description }), tags, version };
}
