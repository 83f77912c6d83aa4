import { AlreadyExists, Forbidden, NotFound, type User } from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';
import { accessWrite } from '../access/admin-writes.ts';
import { groupHolder } from '../access/binding-holders.ts';
import type { Actor } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { demandRightsOf } from '../access/membership-rules.ts';
import { writeOr } from '../access/on-conflict.ts';
import { demand } from '../access/permissions.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { accountAudit, instanceAudit, userAuditText } from '../audit/instance-audit.ts';
import type { Deps } from '../deps.ts';
import { getGroup } from '../access/save-group.ts';
import { demandSuperadmin } from './demand-superadmin.ts';
import { placementWrites } from './placement.ts';
import { checkAccountName, checkWishedId } from './user-rules.ts';

export interface ServiceAccountInput {
  /** A wished id, taken if it is free. */
  readonly id?: string | undefined;
  readonly name: string;
  readonly description?: string | undefined;
  readonly superAdmin?: boolean | undefined;
}

export interface TenantServiceAccountInput extends ServiceAccountInput {
  /** Groups of the tenant; absent on update: they stay. */
  readonly groupIds?: readonly string[] | undefined;
}

/** An account of one tenant: it goes with the tenant. Throws `InvalidEntity` for the name, `NotFound` for a group. */
export async function createServiceAccount(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  input: TenantServiceAccountInput,
): Promise<User> {
  demand(actor, 'SERVICE_ACCOUNT:CREATE');
  const account = { ...toAccount(deps, actor, input), tenantKey: scope.key };
  const groups = await groupWrites(scope, actor, account.id, [], input.groupIds ?? []);
  const entry = auditEntry(deps, actor, {
    type: 'CREATE',
    resource: 'SERVICE_ACCOUNT',
    detail: { id: account.id, name: account.username },
  });
  await insert(deps, account, [
    ...accessWrite(deps, scope, account.id, 'DIRECT'),
    ...groups,
    scope.audit.append(entry),
  ]);
  announce(deps, { kind: 'access', tenantKey: scope.key });
  return account;
}

/** Replaces name, description and flag; groups as far as they are named. */
export async function updateServiceAccount(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  id: string,
  input: TenantServiceAccountInput,
): Promise<User> {
  demand(actor, 'SERVICE_ACCOUNT:UPDATE');
  const before = await getServiceAccount(deps, scope, id);
  const { description: _description, ...kept } = before;
  const account: User = {
    ...kept,
    ...toAccount(deps, actor, { ...input, superAdmin: input.superAdmin ?? before.superAdmin }, before.superAdmin),
    id,
    createdAt: before.createdAt,
  };
  const members = (await scope.access.listMembers({ userId: id })).map(({ groupId }) => groupId);
  const groups = input.groupIds === undefined ? [] : await groupWrites(scope, actor, id, members, input.groupIds);
  const entry = auditEntry(deps, actor, {
    type: 'UPDATE',
    resource: 'SERVICE_ACCOUNT',
    detail: { id, name: account.username },
  });
  await deps.store.write([deps.store.identity.updateUser(account), ...groups, scope.audit.append(entry)]);
  announce(deps, { kind: 'user', userId: id }, { kind: 'access', tenantKey: scope.key });
  return account;
}

/** With its tokens. Throws `NotFound`. */
export async function deleteServiceAccount(deps: Deps, scope: TenantScope, actor: Actor, id: string): Promise<void> {
  demand(actor, 'SERVICE_ACCOUNT:DELETE');
  const { username } = await getServiceAccount(deps, scope, id);
  const entry = auditEntry(deps, actor, {
    type: 'DELETE',
    resource: 'SERVICE_ACCOUNT',
    detail: { id, name: username },
  });
  await deps.store.write([deps.store.identity.deleteUser(id), scope.audit.append(entry)]);
  announce(deps, { kind: 'user', userId: id }, { kind: 'access', tenantKey: scope.key });
}

/** An account of this very tenant. Throws `NotFound`. */
export async function getServiceAccount(deps: Pick<Deps, 'store'>, scope: TenantScope, id: string): Promise<User> {
  const account = await deps.store.identity.findUser(id);
  if (account?.type !== 'SERVICE_ACCOUNT' || account.tenantKey !== scope.key)
    throw new NotFound({ thing: 'service account' });
  return account;
}

/** Accounts of this very tenant, by id. */
export async function listServiceAccounts(deps: Pick<Deps, 'store'>, scope: TenantScope): Promise<readonly User[]> {
  const accounts = await deps.store.identity.listUsers('SERVICE_ACCOUNT');
  return accounts.filter(({ tenantKey }) => tenantKey === scope.key);
}

/** An account above the tenants, with access to those named. Throws `DoesNotExist` for an unknown one. */
export async function createInstanceServiceAccount(
  deps: Deps,
  actor: Actor,
  input: ServiceAccountInput & { readonly tenants?: readonly string[] | undefined },
): Promise<User> {
  demandSuperadmin(actor);
  const account = toAccount(deps, actor, input);
  const placement = await placementWrites(deps, actor, account, { tenants: input.tenants });
  const entry = instanceAudit(deps, actor, {
    type: 'CREATE',
    resource: 'SERVICE_ACCOUNT',
    detail: { id: account.id, name: account.username },
  });
  await insert(deps, account, [...placement.writes, entry]);
  announce(deps, ...placement.changes);
  return account;
}

/** Any service account, for superadmins. Throws `NotFound`. */
export async function getAnyServiceAccount(deps: Pick<Deps, 'store'>, actor: Actor, id: string): Promise<User> {
  demandSuperadmin(actor);
  const account = await deps.store.identity.findUser(id);
  if (account?.type !== 'SERVICE_ACCOUNT') throw new NotFound({ thing: 'service account' });
  return account;
}

/** Changes name and description; what is absent stays. */
export async function patchServiceAccount(
  deps: Deps,
  actor: Actor,
  id: string,
  { name, description }: { readonly name?: string | undefined; readonly description?: string | undefined },
): Promise<User> {
  const before = await getAnyServiceAccount(deps, actor, id);
  if (name !== undefined) checkAccountName(name);
  const account: User = {
    ...before,
    username: name ?? before.username,
    ...(description === undefined ? {} : { description }),
  };
  const entry = accountAudit(deps, actor, account, {
    type: 'UPDATE',
    resource: 'SERVICE_ACCOUNT',
    detail: { id, name: account.username },
    before: userAuditText(before),
    after: userAuditText(account),
  });
  await deps.store.write([deps.store.identity.updateUser(account), entry]);
  announce(deps, { kind: 'user', userId: id });
  return account;
}

export async function deleteAnyServiceAccount(deps: Deps, actor: Actor, id: string): Promise<void> {
  const account = await getAnyServiceAccount(deps, actor, id);
  const entry = accountAudit(deps, actor, account, {
    type: 'DELETE',
    resource: 'SERVICE_ACCOUNT',
    detail: { id, name: account.username },
  });
  await deps.store.write([deps.store.identity.deleteUser(id), entry]);
  announce(deps, { kind: 'user', userId: id });
}

/** `had` says that the account holds the flag already: then keeping it asks for nothing. */
function toAccount(deps: Pick<Deps, 'ids' | 'clock'>, actor: Actor, input: ServiceAccountInput, had = false): User {
  checkAccountName(input.name);
  if (input.id !== undefined && input.id !== '') checkWishedId(input.id);
  const superAdmin = input.superAdmin ?? false;
  if (superAdmin && !had && actor !== 'command-line' && !actor.user.superAdmin) {
    throw new Forbidden({ reason: 'only a superadmin may make another one' });
  }
  return {
    id: input.id || deps.ids.next(),
    type: 'SERVICE_ACCOUNT',
    username: input.name,
    ...(input.description === undefined ? {} : { description: input.description }),
    superAdmin,
    restricted: false,
    createdAt: deps.clock.now(),
  };
}

async function insert(deps: Deps, account: User, writes: readonly WriteOp[]): Promise<void> {
  await writeOr(deps.store, [deps.store.identity.insertUser(account), ...writes], ({ thing }) =>
    thing === 'User' ? new AlreadyExists({ thing: 'Service account', id: account.username }) : undefined,
  );
  announce(deps, { kind: 'user', userId: account.id });
}

async function groupWrites(
  scope: TenantScope,
  actor: Actor,
  userId: string,
  before: readonly string[],
  after: readonly string[],
): Promise<readonly WriteOp[]> {
  const joined = after.filter((groupId) => !before.includes(groupId));
  for (const groupId of joined) {
    await getGroup(scope, groupId);
    await demandRightsOf(scope, actor, groupHolder(groupId));
  }
  return [
    ...joined.map((groupId) => scope.access.putMember({ groupId, userId, membership: 'MEMBER' })),
    ...before
      .filter((groupId) => !after.includes(groupId))
      .map((groupId) => scope.access.deleteMember(groupId, userId)),
  ];
}
