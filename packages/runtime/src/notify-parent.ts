/** Tells the execution that started this one how it ended. */
import type { Event } from '@windhover/engine';
import { ordOf, type Execution, type TenantKey } from '@windhover/model';

export interface ParentTarget {
  post(to: { readonly tenantKey: TenantKey; readonly executionId: string }, event: Event): void;
}

/** Nothing when no task run waits for it. What the parent no longer waits for, its engine drops. */
export function notifyParent(target: ParentTarget, child: Execution, tenantKey: TenantKey, at: number): void {
  const { executionId, taskRunId, iteration } = child.trigger?.variables ?? {};
  if (typeof executionId !== 'string' || typeof taskRunId !== 'string') return;
  const ord = ordOf(executionId, taskRunId);
  if (ord === undefined) return;
  target.post(
    { tenantKey, executionId },
    {
      kind: 'childEnded',
      ord,
      childId: child.id,
      state: child.state.current,
      at,
      ...(typeof iteration === 'number' ? { iteration } : undefined),
      ...(child.outputs === undefined ? undefined : { outputs: child.outputs }),
    },
  );
}
