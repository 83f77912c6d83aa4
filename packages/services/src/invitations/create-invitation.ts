import { AlreadyExists, Forbidden, type Invitation, type User } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { userIdOf, type Actor } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { writeOr } from '../access/on-conflict.ts';
import { demand } from '../access/permissions.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { instanceAudit, userAuditText } from '../audit/instance-audit.ts';
import type { Deps } from '../deps.ts';
import { toUser } from '../identity/create-user.ts';
import { findUserByEmail } from '../identity/find-user-by-email.ts';
import { fingerprint, randomSecret } from '../identity/secret-text.ts';
import { checkEmail } from '../identity/user-rules.ts';
import { demandInvitedRights, invitedRightsWrites, type InvitedRights } from './invited-rights.ts';

export interface NewInvitation extends InvitedRights {
  readonly email: string;
  readonly superAdmin: boolean;
  /** A superadmin's word that the person signs in elsewhere: the user is made at once, without a password. */
  readonly createUserIfNotExist: boolean;
}

const defaultLifeMs = 7 * 86_400_000;

/**
 * Superadmins let users who exist in at once: the answer is undefined. Everyone else's invitation waits for the person to
 * take it; `secret` is part of its link, and is shown this once. Throws `Forbidden` when a superadmin is asked for by one
 * who is none, `MissingPermission` for rights that the actor does not hold, `AlreadyExists` for a person who is in or has
 * an invitation that waits.
 */
export async function createInvitation(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  input: NewInvitation,
): Promise<{ readonly invitation: Invitation; readonly secret: string } | undefined> {
  demand(actor, 'INVITATION:CREATE');
  checkEmail(input.email);
  const isSuperadmin = actor === 'command-line' || actor.user.superAdmin;
  if (input.superAdmin && !isSuperadmin) throw new Forbidden({ reason: 'only a superadmin may invite another one' });
  await demandInvitedRights(scope, actor, input);
  const user = await findUserByEmail(deps, scope.key, input.email);
  if (user !== undefined && (await scope.access.findAccess(user.id)) !== undefined)
    throw new AlreadyExists({ thing: 'Tenant access of', id: input.email });
  if (isSuperadmin && (user !== undefined || input.createUserIfNotExist)) {
    await letIn(deps, scope, actor, user, input);
    return undefined;
  }
  return invite(deps, scope, actor, input);
}

async function letIn(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  known: User | undefined,
  input: NewInvitation,
): Promise<void> {
  const { identity } = deps.store;
  const fresh = known ?? (await toUser(deps, { email: input.email }));
  const user: User = { ...fresh, superAdmin: fresh.superAdmin || input.superAdmin };
  const entry = auditEntry(deps, actor, { type: 'CREATE', resource: 'TENANT_ACCESS', detail: { userId: user.id } });
  const isChanged = known === undefined || known.superAdmin !== user.superAdmin;
  await deps.store.write([
    ...(isChanged ? [known === undefined ? identity.insertUser(user) : identity.updateUser(user)] : []),
    ...(isChanged
      ? [
          instanceAudit(deps, actor, {
            type: known === undefined ? 'CREATE' : 'UPDATE',
            resource: 'USER',
            detail: { id: user.id, username: user.username },
            ...(known === undefined ? {} : { before: userAuditText(known) }),
            after: userAuditText(user),
          }),
        ]
      : []),
    ...(await invitedRightsWrites(deps, scope, user, input)),
    scope.audit.append(entry),
  ]);
  announce(deps, { kind: 'user', userId: user.id }, { kind: 'access', tenantKey: scope.key });
}

async function invite(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  { email, roles, groupIds, superAdmin }: NewInvitation,
): Promise<{ readonly invitation: Invitation; readonly secret: string }> {
  const secret = randomSecret(deps.ids);
  const sentAt = deps.clock.now();
  const invitedBy = userIdOf(actor);
  const invitation: Invitation = {
    id: deps.ids.next(),
    hash: fingerprint(secret),
    email,
    roles,
    groupIds,
    superAdmin,
    status: 'PENDING',
    sentAt,
    expiresAt: sentAt + (deps.settings.invitationLifeMs ?? defaultLifeMs),
    ...(invitedBy === undefined ? {} : { invitedBy }),
  };
  const detail = { id: invitation.id, email, roles: roles.map(({ id }) => id), groupIds, superAdmin };
  const entry = auditEntry(deps, actor, { type: 'CREATE', resource: 'INVITATION', detail });
  await writeOr(deps.store, [scope.invitations.insert(invitation), scope.audit.append(entry)], ({ thing }) =>
    thing === 'Invitation' ? new AlreadyExists({ thing: 'Invitation for', id: email }) : undefined,
  );
  return { invitation, secret };
}
