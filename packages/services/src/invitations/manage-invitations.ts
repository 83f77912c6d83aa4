import type { Invitation } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { writeOr } from '../access/on-conflict.ts';
import { demand } from '../access/permissions.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { noInvitation } from './invited-rights.ts';

/** Throws `NotFound`. */
export async function getInvitation(scope: TenantScope, id: string): Promise<Invitation> {
  const invitation = await scope.invitations.find(id);
  if (invitation === undefined) throw noInvitation();
  return invitation;
}

/** Nobody can take it any more. Throws `NotFound`. */
export async function deleteInvitation(deps: Deps, scope: TenantScope, actor: Actor, id: string): Promise<void> {
  demand(actor, 'INVITATION:DELETE');
  const { email } = await getInvitation(scope, id);
  const entry = auditEntry(deps, actor, { type: 'DELETE', resource: 'INVITATION', detail: { id, email } });
  await writeOr(deps.store, [scope.invitations.delete(id), scope.audit.append(entry)], noInvitation);
}
