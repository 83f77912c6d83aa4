import type { ExecutionStore } from '@windhover/ports';
import { deleteExecution, executionReads, sql, type ScopeDeps } from '@windhover/sql';

export function executionStore(deps: ScopeDeps): ExecutionStore {
  const { tenant, dialect, writeRetained } = deps;
  return {
    ...executionReads(deps),
    delete(executionId, { logs }) {
      const deleteLabels = sql`delete from execution_labels where tenant_id = ${tenant} and execution_id = ${executionId}`;
      return writeRetained(...deleteExecution({ tenant, executionId, logs, deleteLabels, dialect }));
    },
  };
}
