import type { Execution, ExecutionAction } from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';
import type { AnyActor } from '../access/caller.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';

type Done = ExecutionAction | 'setLabels' | 'changeTaskRunState' | 'replay' | 'deleteLogs';

/** The write that notes what somebody did to an execution; the engine's own steps are its history. */
export function executionAudit(
  deps: Pick<Deps, 'clock' | 'ids'>,
  scope: TenantScope,
  actor: AnyActor,
  { id, namespace, flowId, flowRevision }: Execution,
  action: Done,
): WriteOp {
  const type = action === 'delete' ? 'DELETE' : 'UPDATE';
  const detail = { namespace, flowId, flowRevision, executionId: id, action };
  return scope.audit.append(auditEntry(deps, actor, { type, resource: 'EXECUTION', detail }));
}

/** Notes what the engine has been asked for. */
export async function noteOnExecution(
  deps: Pick<Deps, 'store' | 'clock' | 'ids'>,
  scope: TenantScope,
  actor: AnyActor,
  execution: Execution,
  action: Done,
): Promise<void> {
  await deps.store.write([executionAudit(deps, scope, actor, execution, action)]);
}
