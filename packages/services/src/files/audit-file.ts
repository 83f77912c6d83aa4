import type { TenantScope, WriteOp } from '@windhover/ports';
import { auditEntry } from '../audit/audit-entry.ts';
import type { FileActor, FileDeps } from './file-deps.ts';

/** The entry for what somebody did to a file; none for a task. */
export function auditFile(
  deps: FileDeps,
  scope: TenantScope,
  actor: FileActor,
  type: 'UPDATE' | 'DELETE',
  detail: { readonly namespace: string; readonly path: string },
): readonly WriteOp[] {
  if (actor === undefined) return [];
  return [scope.audit.append(auditEntry(deps, actor, { type, resource: 'NAMESPACE_FILE', detail }))];
}
