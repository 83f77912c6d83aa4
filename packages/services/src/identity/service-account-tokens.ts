import { Forbidden, type ApiToken, type User } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { groupHolder, userHolder } from '../access/binding-holders.ts';
import type { Actor } from '../access/caller.ts';
import { demandRightsOf } from '../access/membership-rules.ts';
import { demand } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { createApiToken, type NewApiToken } from './api-tokens.ts';
import { getServiceAccount } from './service-accounts.ts';

/**
 * A token of an account of this tenant. Whoever has it is the account: one who is no superadmin makes it only of accounts
 * that may do no more than they. Throws `NotFound`, `MissingPermission`, and `Forbidden` for a superadmin's and for the
 * account of a security integration, which lets people in without asking them.
 */
export async function createServiceAccountToken(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  accountId: string,
  input: NewApiToken,
): Promise<{ readonly token: ApiToken; readonly fullToken: string }> {
  demand(actor, 'SERVICE_ACCOUNT:UPDATE');
  const account = await getServiceAccount(deps, scope, accountId);
  await demandToSpeakFor(scope, actor, account);
  return createApiToken(deps, actor, account, input);
}

async function demandToSpeakFor(scope: TenantScope, actor: Actor, { id, superAdmin }: User): Promise<void> {
  if (actor === 'command-line' || actor.user.superAdmin) return;
  const integrations = await scope.integrations.list();
  if (superAdmin || integrations.some(({ accountId }) => accountId === id))
    throw new Forbidden({ reason: 'only a superadmin makes tokens of superadmins and of security integrations' });
  const members = await scope.access.listMembers({ userId: id });
  const groups = members.map(({ groupId }) => groupHolder(groupId));
  for (const holder of [userHolder(id), ...groups]) await demandRightsOf(scope, actor, holder);
}
