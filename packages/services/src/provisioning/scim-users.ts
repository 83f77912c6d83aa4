/** People as an identity provider sees them: those of the tenant, and those whom it has deactivated. */
import { AlreadyExists, NotFound, type JsonObject, type ScimLink, type User } from '@windhover/model';
import type { WriteOp } from '@windhover/ports';
import { joinWrites } from '../access/admin-writes.ts';
import { groupsOfUser } from '../access/groups-of-user.ts';
import { announce } from '../access/instance-change.ts';
import { leaveTenantWrites } from '../access/leave-tenant.ts';
import { writeOr } from '../access/on-conflict.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import { instanceAudit, userAuditText } from '../audit/instance-audit.ts';
import { isBelievedIn } from '../identity/believed-address.ts';
import { optional, toUser } from '../identity/create-user.ts';
import { checkEmail, checkUsername } from '../identity/user-rules.ts';
import { demandProvisioner, findLink, newLink, withExternalId, type Provisioning } from './provisioning.ts';
import { listPage, type ScimPage, type ScimQuery } from './scim-list.ts';
import { applyScimPatch, type ScimOperation } from './scim-patch.ts';
import { readScimUser, toScimUser, type ScimReference, type ScimUserInput } from './scim-resources.ts';

/** A user with what the integration knows of it. */
interface Seen {
  readonly user: User;
  readonly link: ScimLink | undefined;
  readonly active: boolean;
}

/** Throws `InvalidScim` for the filter. */
export function listScimUsers(provisioning: Provisioning, query: ScimQuery): Promise<ScimPage> {
  return listPage(query, {
    gather: async ({ equals }) => {
      const named = equals?.attribute === 'username';
      const seen = named ? await seenByName(provisioning, equals!.value) : await everyoneSeen(provisioning);
      return seen.map((each) => ({ of: each, resource: toScimUser(each.user, each.link, each.active, undefined) }));
    },
    complete: (each) => render(provisioning, each),
    attribute: 'groups',
  });
}

/** Throws `NotFound` for nobody, for strangers, and for who was deleted here. */
export async function getScimUser(provisioning: Provisioning, id: string): Promise<JsonObject> {
  return render(provisioning, await getSeen(provisioning, id));
}

/**
 * Lets somebody in: a user who exists elsewhere as they are, else a new one without password. Throws `AlreadyExists` for a
 * name that the integration can see, or that another tenant alone has given.
 */
export async function createScimUser(provisioning: Provisioning, resource: JsonObject): Promise<JsonObject> {
  demandProvisioner(provisioning);
  const input = readScimUser(resource);
  const { deps } = provisioning;
  const known = await deps.store.identity.findUserByName(input.userName);
  const isOther = known !== undefined && !isBelievedIn(known, provisioning.scope.key);
  if (isOther || (known !== undefined && (await see(provisioning, known)) !== undefined)) throw taken(input.userName);
  const user = known ?? asWritten(provisioning, await toUser(deps, fromInput(input)), undefined);
  const before = await findLink(provisioning, 'User', user.id);
  const fresh = before ?? newLink(provisioning, 'User', user.id, known === undefined);
  const link = { ...withExternalId(fresh, input.externalId, deps.clock.now()), state: stateOf(input.active) };
  const writes =
    known === undefined
      ? [
          deps.store.identity.insertUser(user),
          instanceAudit(deps, provisioning.caller, {
            type: 'CREATE',
            resource: 'USER',
            detail: { id: user.id, username: user.username, integrationId: provisioning.integration.id },
            after: userAuditText(user),
          }),
        ]
      : [];
  await save(provisioning, user, link, [...writes, ...(input.active ? await enter(provisioning, user) : [])]);
  return render(provisioning, { user, link, active: input.active });
}

/** Throws as {@link createScimUser} does, and `NotFound`. */
export async function replaceScimUser(
  provisioning: Provisioning,
  id: string,
  resource: JsonObject,
): Promise<JsonObject> {
  demandProvisioner(provisioning);
  return replace(provisioning, await getSeen(provisioning, id), resource);
}

/** Throws as {@link replaceScimUser} does. */
export async function patchScimUser(
  provisioning: Provisioning,
  id: string,
  operations: readonly ScimOperation[],
): Promise<JsonObject> {
  demandProvisioner(provisioning);
  const seen = await getSeen(provisioning, id);
  return replace(provisioning, seen, applyScimPatch(await render(provisioning, seen), operations));
}

/** What may not be changed here is left as it is, as for a provider's read-only attributes: the answer shows what stands. */
async function replace(provisioning: Provisioning, seen: Seen, resource: JsonObject): Promise<JsonObject> {
  const input = readScimUser(resource);
  const { deps } = provisioning;
  const { id } = seen.user;
  const known = seen.link ?? newLink(provisioning, 'User', id, false);
  const link = { ...withExternalId(known, input.externalId, deps.clock.now()), state: stateOf(input.active) };
  const user = (await isOwn(provisioning, seen.user, link)) ? withProfile(provisioning, seen.user, input) : seen.user;
  const writes: WriteOp[] = [];
  if (userAuditText(user) !== userAuditText(seen.user)) {
    const audited = {
      type: 'UPDATE',
      resource: 'USER',
      detail: { id, username: user.username, integrationId: provisioning.integration.id },
      before: userAuditText(seen.user),
      after: userAuditText(user),
    } as const;
    writes.push(deps.store.identity.updateUser(user), instanceAudit(deps, provisioning.caller, audited));
  }
  if (input.active && !seen.active) writes.push(...(await enter(provisioning, user)));
  if (!input.active && seen.active) writes.push(...(await leave(provisioning, user)));
  await save(provisioning, user, link, writes);
  return getScimUser(provisioning, id);
}

/** Out of the tenant, with all rights there; the user as such stays. Throws `NotFound`. */
export async function deleteScimUser(provisioning: Provisioning, id: string): Promise<void> {
  demandProvisioner(provisioning);
  const { user, link, active } = await getSeen(provisioning, id);
  const { deps, scope } = provisioning;
  const writes = active ? await leave(provisioning, user) : [];
  // Where no access is kept, nothing else would tell
  const noted = { ...(link ?? newLink(provisioning, 'User', id, false)), state: 'REMOVED' as const };
  await deps.store.write([...writes, scope.integrations.putLink(noted)]);
  announce(deps, { kind: 'user', userId: id }, { kind: 'access', tenantKey: scope.key });
}

async function everyoneSeen(provisioning: Provisioning): Promise<readonly Seen[]> {
  const { deps, scope, integration } = provisioning;
  const [users, access, links] = await Promise.all([
    deps.store.identity.listUsers('USER'),
    scope.access.listAccess(),
    scope.integrations.listLinks(integration.id, 'User'),
  ]);
  const inside = new Set(access.map(({ userId }) => userId));
  const linkOf = new Map(links.map((link) => [link.resourceId, link]));
  return users.flatMap((user) => {
    const seen = toSeen(provisioning, user, linkOf.get(user.id), inside.has(user.id));
    return seen === undefined ? [] : [seen];
  });
}

async function seenByName(provisioning: Provisioning, name: string): Promise<readonly Seen[]> {
  const user = await provisioning.deps.store.identity.findUserByName(name);
  const seen = user === undefined ? undefined : await see(provisioning, user);
  return seen === undefined ? [] : [seen];
}

async function getSeen(provisioning: Provisioning, id: string): Promise<Seen> {
  const user = await provisioning.deps.store.identity.findUser(id);
  const seen = user?.type === 'USER' ? await see(provisioning, user) : undefined;
  if (seen === undefined) throw new NotFound({ thing: 'user' });
  return seen;
}

async function see(provisioning: Provisioning, user: User): Promise<Seen | undefined> {
  const access = await provisioning.scope.access.findAccess(user.id);
  return toSeen(provisioning, user, await findLink(provisioning, 'User', user.id), access !== undefined);
}

/** Single mode keeps no access: there the link alone says who was taken out. */
function toSeen({ deps }: Provisioning, user: User, link: ScimLink | undefined, hasAccess: boolean): Seen | undefined {
  const active = deps.settings.tenancy.enabled ? hasAccess : link === undefined || link.state === 'ACTIVE';
  if (!active && (link === undefined || link.state === 'REMOVED')) return undefined;
  return { user, link, active };
}

async function render(provisioning: Provisioning, { user, link, active }: Seen): Promise<JsonObject> {
  const groups = await groupsOfUser(provisioning.scope, user.id);
  const references = groups.map(({ group }): ScimReference => ({ value: group.id, display: group.name }));
  return toScimUser(user, link, active, references);
}

async function enter({ deps, scope, tenant, caller }: Provisioning, user: User): Promise<readonly WriteOp[]> {
  const entry = auditEntry(deps, caller, { type: 'CREATE', resource: 'TENANT_ACCESS', detail: { userId: user.id } });
  return [...(await joinWrites(deps, scope, tenant.id, user, 'DIRECT')), scope.audit.append(entry)];
}

async function leave({ deps, scope, caller }: Provisioning, user: User): Promise<readonly WriteOp[]> {
  const entry = auditEntry(deps, caller, { type: 'DELETE', resource: 'TENANT_ACCESS', detail: { userId: user.id } });
  return [...(await leaveTenantWrites(deps, scope, user.id)), scope.audit.append(entry)];
}

async function save(
  { deps, scope }: Provisioning,
  user: User,
  link: ScimLink,
  writes: readonly WriteOp[],
): Promise<void> {
  await writeOr(deps.store, [...writes, scope.integrations.putLink(link)], ({ thing }) =>
    thing === 'User' ? taken(user.username) : undefined,
  );
  announce(deps, { kind: 'user', userId: user.id }, { kind: 'access', tenantKey: scope.key });
}

/**
 * Whether the integration made the user, and no other tenant has let them in since: name and e-mail are what people sign in
 * by, everywhere, so they are not one tenant's to change then.
 */
async function isOwn({ deps, scope }: Provisioning, user: User, link: ScimLink): Promise<boolean> {
  if (!link.provisioned || user.superAdmin) return false;
  return (await deps.store.access.tenantsOf(user.id)).every((key) => key === scope.key);
}

function withProfile(provisioning: Provisioning, user: User, input: ScimUserInput): User {
  const { email: _email, firstName: _first, lastName: _last, ...kept } = user;
  const { username, email, firstName, lastName } = fromInput(input);
  checkUsername(username);
  if (email !== undefined) checkEmail(email);
  return asWritten(provisioning, { ...kept, username, ...optional({ email, firstName, lastName }) }, user);
}

/**
 * Notes whose word name and e-mail are. A new account whose name is its e-mail needs no note: nobody can sign in there but
 * whom a provider of the instance knows by that e-mail.
 */
function asWritten({ scope }: Provisioning, user: User, before: User | undefined): User {
  const isSame = (one: string | undefined, other: string | undefined): boolean =>
    one?.toLowerCase() === other?.toLowerCase();
  const isKnown =
    before === undefined
      ? isSame(user.username, user.email ?? user.username)
      : isSame(user.username, before.username) && (user.email === undefined || isSame(user.email, before.email));
  return isKnown ? user : { ...user, vouchedBy: [scope.key] };
}

function fromInput({ userName, email, firstName, lastName }: ScimUserInput) {
  const ownEmail = /^[^\s@:]+@[^\s@:]+$/.test(userName) ? userName : undefined;
  return { username: userName, email: email ?? ownEmail, firstName, lastName };
}

function stateOf(active: boolean): ScimLink['state'] {
  return active ? 'ACTIVE' : 'INACTIVE';
}

function taken(userName: string): AlreadyExists {
  return new AlreadyExists({ thing: 'User', id: userName });
}
