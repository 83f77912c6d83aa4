import type { ReusableInputsStore } from '@windhover/ports';
import { sourceRevisions } from '../revisions/source-revisions.ts';
import { sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

/** Reusable inputs of one tenant with their revisions. */
export function reusableInputsStore(deps: ScopeDeps): ReusableInputsStore {
  const { tenant, reads } = deps;
  const { sources, withRevision, toRevision } = sourceRevisions(deps, {
    thing: 'Reusable inputs',
    newest: 'reusable_inputs',
    revisions: 'reusable_inputs_revisions',
    idColumn: 'block_id',
  });
  return {
    ...sources,

    async listRevisions(namespace, id) {
      const rows = await reads.list(
        sql`select * from reusable_inputs_revisions
          where tenant_id = ${tenant} and namespace = ${namespace} and block_id = ${id} order by revision`,
      );
      return rows.map(toRevision);
    },

    async list(namespace) {
      const rows = await reads.list(
        sql`select r.* from ${withRevision}
          where n.tenant_id = ${tenant} and n.namespace = ${namespace} and n.deleted = 0 order by n.block_id`,
      );
      return rows.map(toRevision);
    },
  };
}
