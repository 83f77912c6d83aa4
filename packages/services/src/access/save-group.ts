import { AlreadyExists, InvalidEntity, NotFound, type Group, type TenantRef } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { checkWishedId } from '../identity/user-rules.ts';
import { joinWrites } from './admin-writes.ts';
import type { Actor } from './caller.ts';
import { getVisibleUser } from './find-visible-user.ts';
import { announce } from './instance-change.ts';
import { writeOr } from './on-conflict.ts';
import { demand } from './permissions.ts';

export interface GroupInput {
  /** A wished id, taken if it is free. */
  readonly id?: string | undefined;
  readonly name: string;
  readonly description?: string | undefined;
  readonly memberIds?: readonly string[] | undefined;
}

/** Throws `AlreadyExists` for the name or id, `NotFound` for a member. */
export async function createGroup(
  deps: Deps,
  scope: TenantScope,
  tenant: TenantRef,
  actor: Actor,
  input: GroupInput,
): Promise<Group> {
  demand(actor, 'GROUP:CREATE');
  if (input.id !== undefined && input.id !== '') checkWishedId(input.id);
  const group = toGroup(input.id || deps.ids.next(), input);
  const members = await Promise.all(
    (input.memberIds ?? []).map(async (userId) => {
      const user = await getVisibleUser(deps, scope, actor, userId);
      const member = scope.access.putMember({ groupId: group.id, userId, membership: 'MEMBER' });
      return [...(await joinWrites(deps, scope, tenant.id, user, 'GROUP')), member];
    }),
  );
  const entry = auditEntry(deps, actor, { type: 'CREATE', resource: 'GROUP', detail: { ...group } });
  await writeOr(
    deps.store,
    [scope.access.insertGroup(group), ...members.flat(), scope.audit.append(entry)],
    () => new AlreadyExists({ thing: 'Group', id: group.name }),
  );
  announce(deps, { kind: 'access', tenantKey: scope.key });
  return group;
}

/** Replaces name and description. Throws `NotFound`, and `AlreadyExists` when another group has the name. */
export async function updateGroup(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  id: string,
  input: GroupInput,
): Promise<Group> {
  demand(actor, 'GROUP:UPDATE');
  const before = await getGroup(scope, id);
  const group = { ...toGroup(id, input), ...(before.external === undefined ? {} : { external: before.external }) };
  const entry = auditEntry(deps, actor, {
    type: 'UPDATE',
    resource: 'GROUP',
    detail: { id, name: group.name },
    before: JSON.stringify(before, null, 2),
    after: JSON.stringify(group, null, 2),
  });
  await writeOr(
    deps.store,
    [scope.access.updateGroup(group), scope.audit.append(entry)],
    () => new AlreadyExists({ thing: 'Group', id: group.name }),
  );
  return group;
}

/** With what it granted; its members stay in the tenant. Throws `NotFound`. */
export async function deleteGroup(deps: Deps, scope: TenantScope, actor: Actor, id: string): Promise<void> {
  demand(actor, 'GROUP:DELETE');
  const group = await getGroup(scope, id);
  const entry = auditEntry(deps, actor, { type: 'DELETE', resource: 'GROUP', detail: { ...group } });
  await writeOr(
    deps.store,
    [scope.access.deleteGroup(id), scope.audit.append(entry)],
    () => new NotFound({ thing: 'group' }),
  );
  announce(deps, { kind: 'access', tenantKey: scope.key });
}

/** Throws `NotFound`. */
export async function getGroup(scope: TenantScope, id: string): Promise<Group> {
  const group = await scope.access.findGroup(id);
  if (group === undefined) throw new NotFound({ thing: 'group' });
  return group;
}

function toGroup(id: string, { name, description }: GroupInput): Group {
  if (name === '') {
    throw new InvalidEntity(
      { reason: 'name: must not be empty' },
      { problems: [{ message: 'must not be empty', path: 'name' }] },
    );
  }
  return { id, name, ...(description === undefined ? {} : { description }) };
}
