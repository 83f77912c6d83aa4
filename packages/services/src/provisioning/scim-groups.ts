/** Groups as an identity provider sees them: all of the tenant. Those that it makes are marked as coming from elsewhere. */
import {
  AlreadyExists,
  InvalidScim,
  MissingPermission,
  NotFound,
  type Group,
  type JsonObject,
  type ScimLink,
} from '@windhover/model';
import type { WriteOp } from '@windhover/ports';
import { groupHolder } from '../access/binding-holders.ts';
import { joinWrites } from '../access/admin-writes.ts';
import { announce } from '../access/instance-change.ts';
import { demandRightsOf, leaveGroupsWrites } from '../access/membership-rules.ts';
import { writeOr } from '../access/on-conflict.ts';
import { can } from '../access/permissions.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { displayName } from '../identity/user-details.ts';
import { findLink, isProvisioner, newLink, withExternalId, type Provisioning } from './provisioning.ts';
import { listPage, type ScimPage, type ScimQuery } from './scim-list.ts';
import { applyScimPatch, type ScimOperation } from './scim-patch.ts';
import { readScimGroup, toScimGroup, type ScimGroupInput, type ScimReference } from './scim-resources.ts';
import { getScimUser } from './scim-users.ts';

interface Seen {
  readonly group: Group;
  readonly link: ScimLink | undefined;
}

/** Throws `InvalidScim` for the filter. */
export function listScimGroups(provisioning: Provisioning, query: ScimQuery): Promise<ScimPage> {
  const { scope, integration } = provisioning;
  return listPage<Seen>(query, {
    gather: async () => {
      const [groups, links] = await Promise.all([
        scope.access.listGroups(),
        scope.integrations.listLinks(integration.id, 'Group'),
      ]);
      const linkOf = new Map(links.map((link) => [link.resourceId, link]));
      return groups.map((group) => {
        const link = linkOf.get(group.id);
        return { of: { group, link }, resource: toScimGroup(group, link, undefined) };
      });
    },
    complete: (seen) => render(provisioning, seen),
    attribute: 'members',
  });
}

/** Throws `NotFound`. */
export async function getScimGroup(provisioning: Provisioning, id: string): Promise<JsonObject> {
  return render(provisioning, await getSeen(provisioning, id));
}

/** Throws `AlreadyExists` for the name, `InvalidScim` for a member whom the integration does not know. */
export async function createScimGroup(provisioning: Provisioning, resource: JsonObject): Promise<JsonObject> {
  const input = readScimGroup(resource);
  const { deps } = provisioning;
  const group: Group = { id: deps.ids.next(), name: input.displayName, external: true };
  const link = withExternalId(newLink(provisioning, 'Group', group.id, true), input.externalId, deps.clock.now());
  await save(provisioning, undefined, group, link, await memberWrites(provisioning, group, [], input));
  return withMembers(provisioning, { group, link }, input.memberIds ?? []);
}

/** Throws as {@link createScimGroup} does, and `NotFound`; members that are not spoken of stay. */
export async function replaceScimGroup(
  provisioning: Provisioning,
  id: string,
  resource: JsonObject,
): Promise<JsonObject> {
  const seen = await getSeen(provisioning, id);
  const members = await provisioning.scope.access.listMembers({ groupId: id });
  return replace(
    provisioning,
    seen,
    members.map(({ userId }) => userId),
    resource,
  );
}

/** Throws as {@link replaceScimGroup} does. Patches at the same time do not undo each other's changes of members. */
export async function patchScimGroup(
  provisioning: Provisioning,
  id: string,
  operations: readonly ScimOperation[],
): Promise<JsonObject> {
  const seen = await getSeen(provisioning, id);
  const before = await render(provisioning, seen);
  const after = applyScimPatch(before, operations);
  // What a patch takes away altogether is no longer there, rather than not spoken of
  const resource = { ...after, members: after['members'] ?? [] };
  return replace(provisioning, seen, readScimGroup(before).memberIds ?? [], resource);
}

/** With memberships and bindings; its members stay in the tenant. Throws `NotFound`. */
export async function deleteScimGroup(provisioning: Provisioning, id: string): Promise<void> {
  const { group } = await getSeen(provisioning, id);
  const { deps, scope, caller } = provisioning;
  const entry = auditEntry(deps, caller, { type: 'DELETE', resource: 'GROUP', detail: { ...group } });
  await writeOr(
    deps.store,
    [scope.access.deleteGroup(id), scope.audit.append(entry)],
    () => new NotFound({ thing: 'group' }),
  );
  announce(deps, { kind: 'access', tenantKey: scope.key });
}

/** `before` are the members that the resource was made from: only what it says otherwise is changed. */
async function replace(
  provisioning: Provisioning,
  seen: Seen,
  before: readonly string[],
  resource: JsonObject,
): Promise<JsonObject> {
  const input = readScimGroup(resource);
  const { deps } = provisioning;
  const group: Group = { ...seen.group, name: input.displayName };
  const known = seen.link ?? newLink(provisioning, 'Group', group.id, false);
  const link = withExternalId(known, input.externalId, deps.clock.now());
  await save(provisioning, seen.group, group, link, await memberWrites(provisioning, group, before, input));
  return getScimGroup(provisioning, group.id);
}

async function getSeen(provisioning: Provisioning, id: string): Promise<Seen> {
  const group = await provisioning.scope.access.findGroup(id);
  if (group === undefined) throw new NotFound({ thing: 'group' });
  return { group, link: await findLink(provisioning, 'Group', id) };
}

async function render(provisioning: Provisioning, seen: Seen): Promise<JsonObject> {
  const members = await provisioning.scope.access.listMembers({ groupId: seen.group.id });
  const ids = members.map(({ userId }) => userId);
  return withMembers(provisioning, seen, ids);
}

async function withMembers(
  { deps }: Provisioning,
  { group, link }: Seen,
  memberIds: readonly string[],
): Promise<JsonObject> {
  const ids = [...new Set(memberIds)].toSorted();
  const users = await Promise.all(ids.map((id) => deps.store.identity.findUser(id)));
  const references = users.flatMap((user): readonly ScimReference[] =>
    user?.type === 'USER' ? [{ value: user.id, display: displayName(user) }] : [],
  );
  return toScimGroup(group, link, references);
}

/** People come and go; programs, which SCIM does not know, stay. */
async function memberWrites(
  provisioning: Provisioning,
  group: Group,
  before: readonly string[],
  { memberIds }: ScimGroupInput,
): Promise<readonly WriteOp[]> {
  if (memberIds === undefined) return [];
  const { deps, scope, tenant, caller } = provisioning;
  const joined = memberIds.filter((userId) => !before.includes(userId));
  const gone = await peopleAmong(
    provisioning,
    before.filter((userId) => !memberIds.includes(userId)),
  );
  if (joined.length === 0 && gone.length === 0) return [];
  if (!can(caller, 'GROUP:MANAGE_MEMBERS')) throw new MissingPermission({ permission: 'GROUP:MANAGE_MEMBERS' });
  // The members of a group that came from elsewhere are decided there: whoever binds a role to it says so
  const isTheirs = group.external === true && isProvisioner(provisioning);
  if (joined.length > 0 && !isTheirs) await demandRightsOf(scope, caller, groupHolder(group.id));
  const writes: WriteOp[] = [];
  for (const userId of joined) {
    const user = await knownUser(provisioning, userId);
    writes.push(
      ...(await joinWrites(deps, scope, tenant.id, user, 'GROUP')),
      scope.access.putMember({ groupId: group.id, userId, membership: 'MEMBER', managedExternally: true }),
    );
  }
  const entry = auditEntry(deps, caller, {
    type: 'UPDATE',
    resource: 'GROUP_MEMBERSHIP',
    detail: { groupId: group.id, joined, left: gone },
  });
  for (const userId of gone) writes.push(...(await leaveGroupsWrites(deps, scope, userId, [group.id])));
  return [...writes, scope.audit.append(entry)];
}

async function peopleAmong({ deps }: Provisioning, ids: readonly string[]): Promise<string[]> {
  const users = await Promise.all(ids.map((id) => deps.store.identity.findUser(id)));
  return ids.filter((_, index) => users[index]?.type !== 'SERVICE_ACCOUNT');
}

/** Whoever is seen as active; one who is deactivated would come in again through the group. */
async function knownUser(provisioning: Provisioning, id: string) {
  const resource = await getScimUser(provisioning, id).catch((error: unknown) => {
    if (!(error instanceof NotFound)) throw error;
    return undefined;
  });
  const user = resource?.['active'] === true ? await provisioning.deps.store.identity.findUser(id) : undefined;
  if (user === undefined)
    throw new InvalidScim({ scimType: 'invalidValue', reason: `members: there is no active user '${id}'` });
  return user;
}

async function save(
  { deps, scope, caller, integration }: Provisioning,
  before: Group | undefined,
  group: Group,
  link: ScimLink,
  writes: readonly WriteOp[],
): Promise<void> {
  const isChanged = before?.name !== group.name;
  const entry = auditEntry(deps, caller, {
    type: before === undefined ? 'CREATE' : 'UPDATE',
    resource: 'GROUP',
    detail: { id: group.id, name: group.name, integrationId: integration.id },
    ...(before === undefined ? {} : { before: JSON.stringify(before, null, 2) }),
    after: JSON.stringify(group, null, 2),
  });
  const change = before === undefined ? scope.access.insertGroup(group) : scope.access.updateGroup(group);
  await writeOr(
    deps.store,
    [...(isChanged ? [change, scope.audit.append(entry)] : []), ...writes, scope.integrations.putLink(link)],
    ({ thing }) => (thing === 'Group' ? new AlreadyExists({ thing, id: group.name }) : undefined),
  );
  announce(deps, { kind: 'access', tenantKey: scope.key });
}
