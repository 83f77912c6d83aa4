import type { ExecutionStore } from '@windhover/ports';
import { deleteExecution, executionReads, sql, type ScopeDeps } from '@windhover/sql';

export function executionStore(deps: ScopeDeps): ExecutionStore {
  const { tenant, dialect, writeRetained } = deps;
  return {
    ...executionReads(deps),
    delete(executionId, { logs }) {
      // found like those that `label-rows.ts` replaces: through the stored body
      const deleteLabels = sql`
        delete from execution_labels where (tenant_id, key, value, execution_id) in (
          select e.tenant_id, label.value ->> 'key', label.value ->> 'value', e.execution_id
          from executions e, json_each(e.body, '$.labels') label
          where e.tenant_id = ${tenant} and e.execution_id = ${executionId})`;
      return writeRetained(...deleteExecution({ tenant, executionId, logs, deleteLabels, dialect }));
    },
  };
}
