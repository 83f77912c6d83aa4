import { instanceKey, type User } from '@windhover/model';
import type { WriteOp } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { auditEntry, type Audited } from './audit-entry.ts';

type AuditDeps = Pick<Deps, 'store' | 'clock' | 'ids'>;

/** The write that notes an action on what belongs to no tenant; commit it with the change. */
export function instanceAudit(deps: AuditDeps, actor: Actor, audited: Audited): WriteOp {
  return deps.store.scope(instanceKey).audit.append(auditEntry(deps, actor, audited));
}

/** As {@link instanceAudit} for what concerns one account: those of a tenant have their log there. */
export function accountAudit(deps: AuditDeps, actor: Actor, account: User, audited: Audited): WriteOp {
  return deps.store.scope(account.tenantKey ?? instanceKey).audit.append(auditEntry(deps, actor, audited));
}

/** Somebody who signs in or fails to: there is no caller yet. */
export interface SigningIn {
  readonly user: User | undefined;
  readonly address: string | undefined;
  readonly impersonatedBy?: string | undefined;
}

export function signInAudit(deps: AuditDeps, { user, address, impersonatedBy }: SigningIn, audited: Audited): WriteOp {
  const entry = {
    ...auditEntry(deps, 'command-line', audited),
    ...(user === undefined ? {} : { userId: user.id }),
    ...(address === undefined ? {} : { ipAddress: address }),
    ...(impersonatedBy === undefined ? {} : { impersonatedBy }),
  };
  return deps.store.scope(instanceKey).audit.append(entry);
}

/** A user as the log shows it before and after a change. */
export function userAuditText({ passwordHash, groupOrder: _order, createdAt: _created, ...shown }: User): string {
  return JSON.stringify({ ...shown, hasPassword: passwordHash !== undefined }, null, 2);
}
