import type { Secret } from '@windhover/model';
import type { SecretRecordStore } from '@windhover/ports';
import { changing, step } from '../sql-step.ts';
import { sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';
import { keyedBodies } from './keyed-bodies.ts';

export function secretStore(deps: ScopeDeps): SecretRecordStore {
  const { tenant, reads, write } = deps;
  return {
    ...keyedBodies<Secret>(deps, sql`secrets`),

    insert: (secret) =>
      write(
        changing(
          { thing: 'Secret', id: secret.key },
          sql`insert into secrets(tenant_id, namespace, key, body)
            values (${tenant}, ${secret.namespace}, ${secret.key}, ${JSON.stringify(secret)})`,
        ),
      ),

    replace: (secret, before) =>
      write(
        changing(
          { thing: 'Secret', id: secret.key },
          // Read back, a body is written as it was
          sql`update secrets set body = ${JSON.stringify(secret)} where tenant_id = ${tenant}
            and namespace = ${secret.namespace} and key = ${secret.key} and body = ${JSON.stringify(before)}`,
        ),
      ),

    async listDataKeys() {
      const rows = await reads.few(
        sql`select version, wrapped from data_keys where tenant_id = ${tenant} order by version`,
      );
      return rows.map((row) => ({ version: row['version'] as number, wrapped: row['wrapped'] as string }));
    },

    insertDataKey: (version, wrapped) =>
      write(
        changing(
          { thing: 'Data key', id: String(version) },
          sql`insert into data_keys(tenant_id, version, wrapped) values (${tenant}, ${version}, ${wrapped})`,
        ),
      ),

    rewrapDataKey: (version, wrapped) =>
      write(step(sql`update data_keys set wrapped = ${wrapped} where tenant_id = ${tenant} and version = ${version}`)),
  };
}
